import { describe, expect, it } from 'vitest'
import { AppError } from '#lib/core/errors.ts'
import type { GitDoor, GitRefs, GitRemote } from '#lib/git/types.ts'
import { Lru } from './lru.ts'
import { createSource } from './source.ts'

const REFS: GitRefs = { defaultBranch: 'main', head: 'c1', branches: [], tags: [] }
const remote = (url: string, secret?: string): GitRemote => ({
  url,
  credential: secret === undefined ? null : { type: 'password', username: 'u', secret },
  tenant: 'acme',
})

function fakeGit() {
  const state = { listings: 0, fetches: 0, clock: 0, fails: false, isGone: false }
  const door = {
    listRefs: async () => {
      state.listings++
      await Promise.resolve()
      if (state.fails) throw new AppError('TIMEOUT', { reason: 'git_timeout' })
      return REFS
    },
    resolve: (_remote: GitRemote, revision: string, refs?: GitRefs) =>
      Promise.resolve({ requested: revision, kind: 'branch', ref: '', commit: refs?.head ?? revision }),
    fetch: async () => {
      state.fetches++
      await Promise.resolve()
      if (state.isGone) throw new AppError('UPSTREAM', { reason: 'revision_not_found' })
      if (state.fails) throw new AppError('TIMEOUT', { reason: 'git_timeout' })
      return { id: 'c1', subject: '', author: '', at: '' }
    },
  } as unknown as GitDoor
  return { state, source: createSource(door, () => state.clock) }
}

describe('asking a repository for news', () => {
  const shop = remote('https://example.org/shop')

  it('is one listing for everybody who asks at the same time', async () => {
    const { state, source } = fakeGit()
    await Promise.all(Array.from({ length: 50 }, () => source.resolve(shop, 'main', 0)))
    expect(state.listings).toBe(1)
  })
  it('is another listing for who wants a newer answer', async () => {
    const { state, source } = fakeGit()
    await source.resolve(shop, 'main', 0)
    state.clock = 100
    await source.resolve(shop, 'main', 0)
    expect(state.listings).toBe(1)
    await source.resolve(shop, 'main', 50)
    expect(state.listings).toBe(2)
  })
  it('is never shared between credentials', async () => {
    const { state, source } = fakeGit()
    await source.resolve(shop, 'main', 0)
    await source.resolve(remote(shop.url, 'a'), 'main', 0)
    await source.resolve(remote(shop.url, 'b'), 'main', 0)
    expect(state.listings).toBe(3)
  })
  it('fails once for everybody when the host hangs', async () => {
    const { state, source } = fakeGit()
    state.fails = true
    const asked = await Promise.allSettled([source.resolve(shop, 'main', 0), source.resolve(shop, 'main', 0)])
    expect(asked.map(({ status }) => status)).toEqual(['rejected', 'rejected'])
    expect(state.listings).toBe(1)
  })
  it('is not repeated at once after a failure, but soon', async () => {
    const { state, source } = fakeGit()
    state.fails = true
    await expect(source.resolve(shop, 'main', 0)).rejects.toMatchObject({ reason: 'git_timeout' })
    state.clock = 3000
    await expect(source.resolve(shop, 'main', 0)).rejects.toMatchObject({ reason: 'git_timeout' })
    expect(state.listings).toBe(1)
    state.clock = 5000
    state.fails = false
    expect(await source.resolve(shop, 'main', 0)).toMatchObject({ commit: 'c1' })
    expect(state.listings).toBe(2)
  })
  it('that fails leaves the answer before it to whom it is new enough', async () => {
    const { state, source } = fakeGit()
    await source.resolve(shop, 'main', 0)
    state.clock = 100
    state.fails = true
    await expect(source.resolve(shop, 'main', 50)).rejects.toMatchObject({ reason: 'git_timeout' })
    state.clock = 60_000
    expect(await source.resolve(shop, 'main', 0)).toMatchObject({ commit: 'c1' })
    expect(state.listings).toBe(2)
    await expect(source.resolve(shop, 'main', 50)).rejects.toMatchObject({ reason: 'git_timeout' })
    expect(state.listings).toBe(3)
  })
  it('F16: is repeated when the commit it named is gone', async () => {
    const { state, source } = fakeGit()
    const named = await source.resolve(shop, 'main', 0)
    state.isGone = true
    await expect(source.commit(shop, named)).rejects.toMatchObject({ reason: 'revision_not_found' })
    await source.resolve(shop, 'main', 0)
    expect(state.listings).toBe(2)
  })
  it('is not needed for a full commit id', async () => {
    const { state, source } = fakeGit()
    expect(await source.resolve(shop, 'a'.repeat(40), 0)).toMatchObject({ commit: 'a'.repeat(40) })
    expect(state.listings).toBe(0)
  })
})

it('a commit is fetched once, and again after a failure', async () => {
  const { state, source } = fakeGit()
  const revision = { requested: 'main', kind: 'branch' as const, ref: '', commit: 'c1' }
  const shop = remote('https://example.org/shop')
  state.fails = true
  await expect(source.commit(shop, revision)).rejects.toMatchObject({ reason: 'git_timeout' })
  state.fails = false
  await Promise.all([source.commit(shop, revision), source.commit(shop, revision)])
  await source.commit(shop, revision)
  expect(state.fetches).toBe(2)
})

it('a bounded map forgets what was used longest ago', () => {
  const map = new Lru<number>(10)
  map.set('a', 1, 4)
  map.set('b', 2, 4)
  map.get('a')
  map.set('c', 3, 4)
  expect([map.get('a'), map.get('b'), map.get('c')]).toEqual([1, undefined, 3])
  map.set('huge', 4, 99)
  expect([map.get('a'), map.get('huge')]).toEqual([undefined, 4])
})
