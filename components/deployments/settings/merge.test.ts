import { describe, expect, test } from 'vitest'
import { EMPTY_DRAFT } from '../create/draft.ts'
import { clashes, mergeDrafts } from './merge.ts'

const base = { ...EMPTY_DRAFT, path: 'a', images: [{ value: 'web:1' }] }

describe('settings that two people change', () => {
  test('keep the fields of both where they are different ones', () => {
    const mine = { ...base, path: 'b' }
    const theirs = { ...base, prune: true, images: [{ value: 'web:2' }] }
    expect(mergeDrafts(base, mine, theirs)).toEqual({ ...theirs, path: 'b' })
    expect(clashes(base, mine, theirs)).toEqual([])
  })

  test('keep mine where both changed the same, and say so unless it is the same change', () => {
    const mine = { ...base, path: 'b', prune: true }
    const theirs = { ...base, path: 'c', prune: true }
    expect(mergeDrafts(base, mine, theirs)).toEqual({ ...base, path: 'b', prune: true })
    expect(clashes(base, mine, theirs)).toEqual(['path'])
  })
})
