import { describe, expect, it } from 'vitest'
import { initials } from './initials.ts'
import { currentItem, type NavModel } from './nav-model.ts'

const model: NavModel = {
  label: 'menu',
  head: { icon: 'project', title: 'demo', subtitle: '' },
  groups: [
    { items: [{ href: '/p/demo', label: 'overview', icon: 'overview' }] },
    { label: 'more', items: [{ href: '/p/demo/services', label: 'services', icon: 'services' }] },
  ],
}

describe('the current item of the navigation', () => {
  it('is the longest path that leads to the page', () => {
    expect(currentItem(model, '/p/demo/services/web')?.label).toBe('services')
    expect(currentItem(model, '/p/demo')?.label).toBe('overview')
  })

  it('is none for a page whose name only begins alike', () => {
    expect(currentItem(model, '/p/demo2')).toBeUndefined()
  })
})

describe('the initials of a person', () => {
  it('come from the parts of the name, or from its first letters', () => {
    expect(initials('project-regular')).toBe('PR')
    expect(initials('mina.kim')).toBe('MK')
    expect(initials('admin')).toBe('AD')
    expect(initials('-')).toBe('?')
  })
})
