import { describe, expect, test } from 'vitest'
import { commitOf, revisionChoices } from './revisions.ts'

const refs = {
  defaultBranch: 'main',
  head: 'aaaa',
  branches: [
    { name: 'feat/player', commit: 'bbbb' },
    { name: 'main', commit: 'aaaa' },
  ],
  tags: [
    { name: 'v0.9.0', commit: 'cccc' },
    { name: 'v0.10.0', commit: 'dddd' },
  ],
}

describe('the choices of a revision', () => {
  test('begin with the default branch and put the newest tag before older ones', () => {
    expect(revisionChoices(refs).map(({ name }) => name)).toEqual(['main', 'feat/player', 'v0.10.0', 'v0.9.0'])
  })

  test('tell the commit of HEAD, of a branch and of a tag, and nothing of what only Git knows', () => {
    expect([commitOf(refs, 'HEAD'), commitOf(refs, 'feat/player'), commitOf(refs, 'v0.9.0')]).toEqual([
      'aaaa',
      'bbbb',
      'cccc',
    ])
    expect(commitOf(refs, '1.4.x')).toBe('')
    expect(commitOf(undefined, 'main')).toBe('')
  })
})
