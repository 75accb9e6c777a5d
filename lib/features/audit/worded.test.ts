import { describe, expect, it } from 'vitest'
import { AUDIT_ACTIONS } from '#lib/core/audited.ts'
import { CATALOGUES } from '#lib/i18n/catalogues.ts'
import { LOCALES } from '#lib/i18n/locales.ts'
import { actionsWorded } from './worded.ts'

describe.each(LOCALES)('the words of actions in %s', (locale) => {
  const words: Record<string, Record<string, string>> = CATALOGUES[locale].audit.actions
  const worded = Object.entries(words).flatMap(([target, verbs]) =>
    Object.keys(verbs).map((verb) => `${target}.${verb}`),
  )

  it('are there for every action, and for no other', () => {
    expect(worded.toSorted()).toEqual([...AUDIT_ACTIONS].toSorted())
  })

  it('tell actions apart', () => {
    const texts = Object.values(words).flatMap((verbs) => Object.values(verbs))
    expect(new Set(texts).size).toBe(texts.length)
    for (const text of texts) expect(text).toMatch(/\S/)
  })
})

describe('a search by words', () => {
  it('finds actions in any language', () => {
    expect(actionsWorded('할당량을 변경')).toEqual(['project.set-quota'])
    expect(actionsWorded('synced THE')).toEqual(['deployment.sync'])
    expect(actionsWorded('역할을 생성')).toEqual(['role.create'])
  })
  it('finds nothing where nothing is called so', () => {
    expect(actionsWorded('%')).toEqual([])
  })
})
