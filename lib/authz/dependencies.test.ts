import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { DEPENDS_ON, knownPermissions, neededBy, toggle, withDependencies } from './dependencies.ts'
import { PERMISSIONS, type DevopsPermission } from './permissions.ts'
import { DEVOPS_ROLE_PERMISSIONS } from './roles.ts'

const permission = fc.constantFrom(...PERMISSIONS.devops)
const choice = fc.uniqueArray(permission).map((picked) => withDependencies(picked))
const isClosed = (picked: readonly DevopsPermission[]) =>
  picked.every((one) => DEPENDS_ON[one].every((needed) => picked.includes(needed)))

describe('picking permissions', () => {
  test('adds what they need and nothing that nobody needs', () => {
    fc.assert(
      fc.property(fc.uniqueArray(permission), (picked) => {
        const closed = withDependencies(picked)
        expect(isClosed(closed)).toBe(true)
        expect(closed).toEqual(PERMISSIONS.devops.filter((one) => closed.includes(one)))
        for (const one of closed) expect(picked.includes(one) || neededBy(one, picked).length > 0).toBe(true)
        expect(withDependencies(closed)).toEqual(closed)
      }),
    )
  })

  test('however one clicks, the choice holds what it needs', () => {
    fc.assert(
      fc.property(fc.array(permission), (clicks) => {
        const picked = clicks.reduce<DevopsPermission[]>((now, click) => toggle(click, now), [])
        expect(isClosed(picked)).toBe(true)
      }),
    )
  })

  test('a click unpicks exactly what no other one needs', () => {
    fc.assert(
      fc.property(choice, permission, (picked, click) => {
        fc.pre(picked.includes(click))
        const free = neededBy(click, picked).length === 0
        expect(toggle(click, picked)).toEqual(free ? picked.filter((one) => one !== click) : picked)
      }),
    )
  })

  test('more picked is never less allowed', () => {
    fc.assert(
      fc.property(choice, choice, (some, more) => {
        const both = withDependencies([...some, ...more])
        expect(some.every((one) => both.includes(one))).toBe(true)
      }),
    )
  })
})

test('to deploy is to see deployments, repositories and credentials', () => {
  expect(withDependencies(['devops.deployments.manage'])).toEqual([
    ...['devops.view', 'devops.repositories.view', 'devops.deployments.view', 'devops.deployments.manage'],
    'devops.credentials.view',
  ])
})

test('the preset roles hold what they need', () => {
  for (const role of Object.values(DEVOPS_ROLE_PERMISSIONS)) expect(isClosed(role)).toBe(true)
})

test('a permission that the catalogue does not know means nothing, and the way in is always there', () => {
  expect(knownPermissions(['devops.everything', 'devops.members.view'])).toEqual(['devops.view', 'devops.members.view'])
})
