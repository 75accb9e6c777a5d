import { describe, expect, test } from 'vitest'
import { isConcerned } from './concerned.ts'

const MAIN = 'refs/heads/main'

describe('a deployment is concerned', () => {
  test.each([
    ['main', MAIN],
    ['refs/heads/main', MAIN],
    ['HEAD', MAIN],
    ['', MAIN],
    ['v1.2.3', 'refs/tags/v1.2.3'],
    ['refs/tags/v1.2.3', 'refs/tags/v1.2.3'],
    ['1.x', 'refs/tags/v1.4.0'],
    ['1.x', 'refs/heads/1.x'],
    ['>=1.0.0 <2.0.0', 'refs/tags/anything'],
    ['refs/pull/7/head', 'refs/pull/7/head'],
    ['abcdef1', MAIN],
  ])('that follows "%s" by a push to %s', (revision, ref) => {
    expect(isConcerned(revision, ['refs/heads/other', ref])).toBe(true)
  })
})

test('where nobody knows what moved, everybody is concerned who does not follow one commit', () => {
  expect(['main', 'HEAD', '1.x', 'a'.repeat(40)].map((revision) => isConcerned(revision, null))).toEqual([
    ...[true, true, true, false],
  ])
})

describe('a deployment is not concerned', () => {
  test.each([
    ['main', 'refs/heads/next'],
    ['main', 'refs/heads/main2'],
    ['main', 'refs/heads/feature/main'],
    ['HEAD', 'refs/tags/v1'],
    ['1.x', MAIN],
    ['refs/heads/main', 'refs/tags/main'],
    ['a'.repeat(40), MAIN],
  ])('that follows "%s" by a push to %s', (revision, ref) => {
    expect(isConcerned(revision, [ref])).toBe(false)
  })

  test('W23: texts are compared, and are no patterns', () => {
    const hostile = ['.*', 'refs/heads/.*', 'refs/heads/ma.n', '^refs', `refs/heads/${'(a+)+'.repeat(2000)}$`, 'MAIN']
    expect(isConcerned('main', hostile)).toBe(false)
    expect(isConcerned('(a+)+$', [`refs/heads/${'a'.repeat(10_000)}!`])).toBe(false)
  })
})
