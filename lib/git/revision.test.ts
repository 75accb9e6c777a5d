import { describe, expect, it } from 'vitest'
import { findRevision } from './revision.ts'
import type { GitRefs } from './types.ts'

const id = (digit: string) => digit.repeat(40)
const refs: GitRefs = {
  defaultBranch: 'main',
  head: id('a'),
  branches: [
    { name: 'main', commit: id('a') },
    { name: 'feature/login', commit: id('b') },
    { name: '1.x', commit: id('c') },
    { name: 'both', commit: id('d') },
  ],
  tags: [
    { name: 'v1.0.0', commit: id('1') },
    { name: 'v1.2.0', commit: id('2') },
    { name: 'v1.10.0', commit: id('3') },
    { name: 'v2.0.0-rc.1', commit: id('4') },
    { name: 'both', commit: id('5') },
    { name: 'nightly', commit: id('6') },
  ],
}

describe('findRevision', () => {
  it.each([
    ['', 'head', 'refs/heads/main', id('a')],
    ['HEAD', 'head', 'refs/heads/main', id('a')],
    ['main', 'branch', 'refs/heads/main', id('a')],
    ['feature/login', 'branch', 'refs/heads/feature/login', id('b')],
    ['refs/heads/main', 'branch', 'refs/heads/main', id('a')],
    ['v1.2.0', 'tag', 'refs/tags/v1.2.0', id('2')],
    ['nightly', 'tag', 'refs/tags/nightly', id('6')],
    ['refs/tags/both', 'tag', 'refs/tags/both', id('5')],
    ['v1.x', 'semver', 'refs/tags/v1.10.0', id('3')],
    ['1.2', 'semver', 'refs/tags/v1.2.0', id('2')],
    ['>=1.0.0', 'semver', 'refs/tags/v1.10.0', id('3')],
    ['>=1.0.0-0', 'semver', 'refs/tags/v2.0.0-rc.1', id('4')],
    ['~1.2', 'semver', 'refs/tags/v1.2.0', id('2')],
    [id('9'), 'commit', '', id('9')],
    ['bbbbbbb', 'commit', '', id('b')],
  ])('reads %j as a %s', (revision, kind, ref, commit) => {
    expect(findRevision(refs, revision)).toEqual({ requested: revision, kind, ref, commit })
  })

  it('takes an exact version for the tag, also where a branch has its name', () => {
    const branched = { ...refs, branches: [...refs.branches, { name: 'v1.2.0', commit: id('8') }] }
    expect(findRevision(branched, 'v1.2.0')).toMatchObject({ kind: 'tag', commit: id('2') })
    expect(findRevision(branched, 'refs/heads/v1.2.0')).toMatchObject({ kind: 'branch', commit: id('8') })
  })

  it.each([
    ['>=2.0.0-0', id('4')],
    ['2.0.0-rc.x', null],
    ['^2.0.0-rc.0', id('4')],
    ['2.x', null],
    ['>=1.0.0 <2.0.0-0', id('3')],
    ['v2.0.0-rc.1', id('4')],
    ['2.0.0-rc.1', null],
  ])('lets pre-releases through %s only where it names one', (revision, commit) => {
    expect(findRevision(refs, revision)?.commit ?? null).toBe(commit)
  })

  it('prefers the branch where branch and tag share a name', () => {
    expect(findRevision(refs, 'both')).toMatchObject({ kind: 'branch', commit: id('d') })
  })

  it('prefers a branch that exists over the constraint its name could be', () => {
    expect(findRevision(refs, '1.x')).toMatchObject({ kind: 'branch', commit: id('c') })
  })

  it.each(['gone', 'refs/heads/gone', '3.x', 'aaaaaa', '1234567', 'MAIN', 'refs/tags/main', 'refs/heads/nightly'])(
    'does not find %j',
    (revision) => expect(findRevision(refs, revision)).toBeNull(),
  )

  it('refuses a short id that two commits have', () => {
    const twins = { ...refs, tags: [{ name: 'twin', commit: 'aaaaaaa' + id('0').slice(7) }] }
    expect(findRevision(twins, 'aaaaaaa')).toBeNull()
  })

  it('does not guess a default branch where the server names none', () => {
    expect(findRevision({ ...refs, head: '', defaultBranch: '' }, 'HEAD')).toBeNull()
  })

  it('keeps a detached HEAD', () => {
    expect(findRevision({ ...refs, defaultBranch: '' }, '')).toMatchObject({
      kind: 'head',
      ref: 'HEAD',
      commit: id('a'),
    })
  })
})
