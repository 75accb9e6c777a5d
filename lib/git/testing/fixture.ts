/** What the door's integration tests share: a server, a repository and a door of their own for each test. */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect } from 'vitest'
import { createGitDoor, type GitDoorOptions } from '../door.ts'
import type { GitCredential, GitDoor, GitRemote } from '../types.ts'
import { startGitServer, type GitHttpServer } from './git-http.ts'
import { TestRepository } from './repository.ts'

export type GitFixture = {
  root: string
  server: GitHttpServer
  /** `shop.git` on the server, empty. */
  repository: TestRepository
  door: GitDoor
  /** Another door on the same cache folder, beside those there are. */
  makeDoor: (options?: Partial<GitDoorOptions>) => GitDoor
  /** Ends the door and puts another in its place, as a restart does. */
  restart: (options?: Partial<GitDoorOptions>) => Promise<GitDoor>
  /** Names below this folder of every door. */
  inCache: (folder: 'repositories' | 'work') => string[]
  /** The repository's one cache. */
  cacheDir: () => string
  remote: (name?: string, credential?: GitRemote['credential']) => GitRemote
}

/** Registers the hooks; the fixture's fields are made anew before each test. */
export function useGitFixture(): GitFixture {
  const fixture = {} as GitFixture
  beforeEach(async () => {
    const root = await mkdtemp(join(tmpdir(), 'git-door-'))
    const server = await startGitServer(root)
    const makeDoor: GitFixture['makeDoor'] = (options = {}) =>
      createGitDoor({
        cacheDir: join(root, 'cache'),
        allowedPrivateHosts: async () => [server.host],
        ...options,
        // Tests look at what is left the moment a tree is given back.
        limits: { checkoutLingerMs: 0, ...options?.limits },
      })
    const remote: GitFixture['remote'] = (name = 'shop.git', credential = null) => ({
      url: server.url(name),
      credential,
      tenant: 'acme',
    })
    // A door that opens may just be renaming one of them.
    const names = (dir: string) => (existsSync(dir) ? readdirSync(dir) : [])
    const below = (folder: string) =>
      names(join(root, 'cache')).flatMap((owner) => {
        const dir = join(root, 'cache', owner, folder)
        try {
          return names(dir).map((name) => join(dir, name))
        } catch {
          return []
        }
      })
    Object.assign(fixture, {
      root,
      server,
      makeDoor,
      restart: async (options?: Partial<GitDoorOptions>) => {
        await fixture.door.close()
        return (fixture.door = makeDoor(options))
      },
      inCache: (folder: string) => below(folder).map((path) => basename(path)),
      cacheDir: () => below('repositories')[0] ?? '',
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

/** A user name and a password, as a remote signs in with them. */
export const password = (username: string, secret: string): GitCredential => ({ type: 'password', username, secret })

/** Somewhere else than the fixture's server, without signing in. */
export const remoteAt = (url: string, tenant = 'acme'): GitRemote => ({ url, credential: null, tenant })

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
