import { describe, expect, test } from 'vitest'
import type { PreviewNotice, PreviewObject } from '#lib/engine/model/preview.ts'
import type { DraftPreview } from '#lib/features/deployments/types.ts'
import { groupObjects, verdictOf } from './preview-view.ts'

const object = (name: string, change: Partial<PreviewObject> = {}): PreviewObject => ({
  ...{ key: name, kind: 'ConfigMap', namespace: 'shop', name, action: 'create', hook: false, refused: false },
  ...{ adopted: false, differences: 0, recreate: false, mark: null },
  ...change,
})
const why = { reason: 'kind_not_allowed' as const, params: {}, detail: '' }
const notice = (level: PreviewNotice['level'], count: number): PreviewNotice => ({ level, why, objects: [], count })
const answer = (outcome: DraftPreview['outcome']): DraftPreview => ({ id: '1', at: null, outcome })
const planned = (notices: PreviewNotice[]) =>
  answer({
    state: 'Succeeded',
    plan: { commit: '', subject: '', author: '', notices, objects: [], count: 0 },
  })

describe('what is shown of a preview', () => {
  test('begins with what cannot be made and ends with what stays as it is', () => {
    const groups = groupObjects([
      object('a', { action: 'unchanged' }),
      object('b'),
      object('c', { action: 'skip', refused: true, mark: { level: 'warn', why } }),
      object('d', { action: 'unchanged', adopted: true }),
      object('e', { action: 'skip', mark: { level: 'warn', why } }),
    ])
    expect(groups.map(({ group }) => group)).toEqual(['refused', 'create', 'adopted', 'skip', 'unchanged'])
  })

  test('counts the objects that block and the reasons to warn', () => {
    expect(verdictOf(planned([notice('block', 3), notice('warn', 5), notice('warn', 0)]))).toEqual({
      blocks: 3,
      warnings: 2,
    })
  })

  test('blocks where the rules say no, and only warns where nobody can say', () => {
    expect(verdictOf(answer({ state: 'Failed', why, isBlocked: true }))).toEqual({ blocks: 1, warnings: 0 })
    expect(verdictOf(answer({ state: 'Failed', why, isBlocked: false }))).toEqual({ blocks: 0, warnings: 1 })
    expect(verdictOf(null)).toEqual({ blocks: 0, warnings: 0 })
  })
})
