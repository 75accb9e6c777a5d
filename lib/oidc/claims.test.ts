import { describe, expect, test } from 'vitest'
import { groupsOf, personOf } from './claims.ts'

describe('groups', () => {
  test.each<[string, Record<string, unknown>, string[] | null]>([
    ['a list', { groups: ['a', 'b', 'a'] }, ['a', 'b']],
    ['one', { groups: 'a' }, ['a']],
    ['none', {}, []],
    ['null', { groups: null }, []],
    ['a list of something else', { groups: [1] }, null],
    ['an object', { groups: { a: true } }, null],
    ['more than anybody has', { groups: Array.from({ length: 2001 }, (_, index) => `g${index}`) }, null],
    ['a name that is longer than any', { groups: ['x'.repeat(257)] }, null],
    ['a hint that they are elsewhere', { _claim_names: { groups: 'src1' } }, null],
    ['a hint that something else is elsewhere', { _claim_names: { other: 'src1' } }, []],
  ])('%s', (_, claims, expected) => expect(groupsOf(claims, 'groups')).toEqual(expected))
})

describe('a person', () => {
  test('is what the provider says, in lower case', () =>
    expect(personOf({ preferred_username: 'Mina', email: 'Mina@example.com' })).toEqual({
      ...{ username: 'mina', email: 'Mina@example.com', isEmailDenied: false },
    }))
  test.each([
    [undefined, false],
    [null, false],
    [true, false],
    ['true', false],
    [false, true],
    ['false', true],
    [0, true],
  ])('whose address the provider calls proven as %j is denied: %j', (said, isEmailDenied) =>
    expect(personOf({ email_verified: said })).toMatchObject({ isEmailDenied }),
  )
  test('is nobody for other shapes', () =>
    expect(personOf({ preferred_username: ['mina'], email: 1, email_verified: false })).toEqual({
      ...{ username: '', email: '', isEmailDenied: true },
    }))
})
