import { expect, test } from 'vitest'
import { changedGroups, clashingGroups, mergeValues } from './two-editors.ts'

type Values = { limited: boolean; places: string[]; note: string }
const GROUPS = [['limited', 'places'], ['note']] as const
const base: Values = { limited: false, places: [], note: 'a' }

test('different fields are both kept', () => {
  const versions = { base, mine: { ...base, note: 'mine' }, theirs: { ...base, limited: true, places: ['x'] } }
  expect(mergeValues(GROUPS, versions)).toEqual({ limited: true, places: ['x'], note: 'mine' })
  expect(clashingGroups(GROUPS, versions)).toEqual([])
})

test('of a group that both changed mine stays whole, and it is told', () => {
  const versions = { base, mine: { ...base, limited: true }, theirs: { ...base, limited: true, places: ['x'] } }
  expect(mergeValues(GROUPS, versions)).toEqual({ limited: true, places: [], note: 'a' })
  expect(clashingGroups(GROUPS, versions)).toEqual([['limited', 'places']])
})

test('the same change by both is no clash', () => {
  const both = { ...base, note: 'same' }
  expect(clashingGroups(GROUPS, { base, mine: both, theirs: both })).toEqual([])
  expect(changedGroups(GROUPS, base, both)).toEqual([['note']])
})
