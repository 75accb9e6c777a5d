/** What the door's integration tests share: a server, a repository and a door of their own for each test. */
import { readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { createGitDoor, type GitDoorOptions } from '../door.ts'
import type { GitDoor, GitRemote } from '../types.ts'
import { startGitServer, type GitHttpServer } from './git-http.ts'
import { TestRepository } from './repository.ts'

export type GitFixture = {
  root: string
  server: GitHttpServer
  /** `shop.git` on the server, empty. */
  repository: TestRepository
  door: GitDoor
  /** Another door on the same cache. */
  makeDoor: (options?: Partial<GitDoorOptions>) => GitDoor
  remote: (name?: string, credential?: GitRemote['credential']) => GitRemote
}

/** Registers the hooks; the fixture's fields are made anew before each test. */
export function useGitFixture(): GitFixture {
  const fixture = {} as GitFixture
  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'git-door-'))
    const server = await startGitServer(root)
    const makeDoor: GitFixture['makeDoor'] = (options = {}) =>
      createGitDoor({ cacheDir: join(root, 'cache'), allowedPrivateHosts: async () => [server.host], ...options })
    const remote: GitFixture['remote'] = (name = 'shop.git', credential = null) => ({
      url: server.url(name),
      credential,
    })
    Object.assign(fixture, {
      root,
      server,
      makeDoor,
      remote,
      door: makeDoor(),
      repository: new TestRepository(root, 'shop.git'),
    })
  })
  afterEach(async () => {
    await fixture.server.close()
    await rm(fixture.root, { recursive: true, force: true })
  })
  return fixture
}

export const failure = (reason: string, code = 'UPSTREAM'): unknown =>
  expect.objectContaining({ name: 'AppError', code, reason })

/** Command lines of the running processes that mention `text`, a test's own host and port. Linux only: elsewhere none are found. */
export function commandLines(text: string): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name) && Number(name) !== process.pid)
    .map((pid) => {
      try {
        return readFileSync(`/proc/${pid}/cmdline`, 'latin1')
      } catch {
        return ''
      }
    })
    .filter((line) => line.includes(text))
}

/** Waits until no process mentions `text`; the test's time-out is the limit. */
export async function noProcessFor(text: string): Promise<void> {
  while (commandLines(text).length > 0) await new Promise((resolve) => setImmediate(resolve))
}
