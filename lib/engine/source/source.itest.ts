import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { createGitDoor } from '#lib/git/door.ts'
import type { GitDoor, GitRemote } from '#lib/git/types.ts'
import { addCommits, commitOf, createRepository } from '#scripts/git-server/history.ts'
import { type GitServer, startGitServer } from '#scripts/git-server/server.ts'
import { createSource, type Source } from './source.ts'

const DEPLOYMENTS = 50
const POLL = 180_000
const TICK = POLL / 6

let root: string
let server: GitServer
let git: GitDoor
let asked: string[]
let clock: number
let source: Source

beforeAll(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'source-'))
  const commits = ['main', 'next'].map((branch) => ({ branch, message: 'First', files: { 'a.yaml': 'a' } }))
  await createRepository(path.join(root, 'shop.git'), commits)
  await createRepository(path.join(root, 'web.git'), commits)
  server = await startGitServer({
    root,
    intercept: ({ url = '' }) => {
      if (url.includes('info/refs')) asked.push(url.split('/')[1] ?? '')
      return false
    },
  })
})
afterAll(async () => {
  await server.close()
  rmSync(root, { recursive: true, force: true })
})
beforeEach(() => {
  asked = []
  clock = 1_000_000
  git = createGitDoor({
    cacheDir: path.join(root, 'cache'),
    allowedPrivateHosts: async () => [`127.0.0.1:${server.port}`],
  })
  source = createSource(git, () => clock)
})

const remote = (name: string): GitRemote => ({ url: server.url(name), credential: null, tenant: 'acme' })
/** Every deployment asks once, at its own moment of the tick. */
async function tick(name: string): Promise<Set<string>> {
  const commits = new Set<string>()
  const began = clock
  for (let group = 0; group < 5; group++) {
    clock = began + (group * TICK) / 5
    const answers = Array.from({ length: DEPLOYMENTS / 5 }, (_, index) =>
      source.resolve(remote(name), index % 2 === 0 ? 'main' : 'next', clock - TICK),
    )
    for (const { commit } of await Promise.all(answers)) commits.add(commit)
  }
  return commits
}

describe('many deployments of one repository', () => {
  it('ask a real server once in a tick, and see a new commit with the next', async () => {
    const before = await tick('shop')
    expect(asked).toEqual(['shop.git'])
    await addCommits(path.join(root, 'shop.git'), [{ branch: 'main', message: 'Next', files: { 'a.yaml': 'b' } }])
    const commit = await commitOf(path.join(root, 'shop.git'), 'main')
    expect(before.has(commit)).toBe(false)
    clock += TICK + 1
    expect((await tick('shop')).has(commit)).toBe(true)
    expect(asked).toEqual(['shop.git', 'shop.git'])
  })

  it('fetch a commit once between them', async () => {
    const resolved = await source.resolve(remote('shop'), 'main', 0)
    asked = []
    await Promise.all(Array.from({ length: DEPLOYMENTS }, () => source.commit(remote('shop'), resolved)))
    expect(asked).toEqual(['shop.git'])
  })

  it('are a question of their own for each repository', async () => {
    await Promise.all([tick('shop'), tick('web')])
    expect(asked.toSorted()).toEqual(['shop.git', 'web.git'])
  })
})
