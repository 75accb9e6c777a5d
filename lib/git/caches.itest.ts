import { spawn, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdirSync, renameSync, statSync } from 'node:fs'
import { readdir, utimes } from 'node:fs/promises'
import { extname, join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { afterEach, describe, expect, it } from 'vitest'
import type { GitLimits } from './limits.ts'
import type { DoorOrder, DoorOutcome } from './testing/door-process.ts'
import { noProcessFor, remoteAt, useGitFixture } from './testing/fixture.ts'
import { TestRepository } from './testing/repository.ts'
import type { GitRemote } from './types.ts'

const git = useGitFixture()
const PROCESS = fileURLToPath(new URL('testing/door-process.ts', import.meta.url))
const processes: ChildProcess[] = []

afterEach(async () => {
  for (const child of processes
    .splice(0)
    .filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)) {
    child.kill('SIGKILL')
    await once(child, 'exit')
  }
})

const cacheFolder = () => join(git.root, 'cache')
const owners = async () => (await readdir(cacheFolder())).filter((name) => name.startsWith('door-'))

/** A door in another process, which begins to fetch and write these. */
function startProcess(remotes: GitRemote[], wrap: readonly string[] = []) {
  const order: DoorOrder = { cacheDir: cacheFolder(), host: git.server.host, remotes }
  const [command, ...args] = [...wrap, process.execPath, PROCESS, JSON.stringify(order)]
  const child = spawn(command, args, { stdio: ['pipe', 'pipe', 'inherit'] })
  processes.push(child)
  return child
}

/** The same; resolves with what it did, while it still runs. */
async function otherProcess(
  remotes: GitRemote[],
  wrap: readonly string[] = [],
): Promise<{ child: ChildProcess; did: DoorOutcome }> {
  const child = startProcess(remotes, wrap)
  const [line] = (await once(createInterface(child.stdout), 'line')) as [string]
  return { child, did: JSON.parse(line) as DoorOutcome }
}

const kill = async (child: ChildProcess) => {
  child.kill('SIGKILL')
  await once(child, 'exit')
}

/** A repository of its own with a commit of about so many bytes. */
function repository(name: string, bytes: number): { remote: GitRemote; commit: string } {
  const commit = new TestRepository(git.root, `${name}.git`).commit({ 'noise.bin': randomBytes(bytes) })
  return { remote: remoteAt(git.server.url(`${name}.git`)), commit }
}

const fetchNewest = async (remote: GitRemote) => git.door.fetch(remote, await git.door.resolve(remote, 'main'))
/** Whether the cache still has the commit: a full id costs a request only where it must be fetched. */
async function isCached(remote: GitRemote, commit: string): Promise<boolean> {
  const asked = git.server.requests.length
  await git.door.withTree(remote, commit, async () => undefined)
  return git.server.requests.length === asked
}

const packFiles = async (): Promise<string[]> => {
  const names = await readdir(join(git.cacheDir(), 'objects', 'pack')).catch(() => [])
  return names.map((name) => (name.startsWith('pack-') ? extname(name).slice(1) : 'temporary')).sort()
}

/** Waits until a pack has been received in part, and not the one of an earlier round. */
async function halfPack(): Promise<void> {
  const before = git.server.requests.length
  while (!git.server.requests.slice(before).some(({ method }) => method === 'POST') || !(await isHalf()))
    await new Promise((resolve) => setImmediate(resolve))
}

const isHalf = async (): Promise<boolean> => (await packFiles()).includes('temporary')

describe('the cache folder', () => {
  it('is shared by doors of several processes, each in a part of its own', async () => {
    const commit = git.repository.commit({ 'a.yaml': 'a' })
    const [first, second] = await Promise.all([otherProcess([git.remote()]), otherProcess([git.remote()])])
    await fetchNewest(git.remote())
    expect([first, second].map(({ did }) => did.outcomes)).toEqual([[commit], [commit]])
    expect(await owners()).toHaveLength(3)
    expect(git.inCache('repositories')).toHaveLength(3)
    expect(new Set(git.inCache('repositories')).size).toBe(1)
  })

  it('keeps what a killed process fetched for the next one, and for only one', async () => {
    const commit = git.repository.commit({ 'a.yaml': 'a' })
    const { child } = await otherProcess([git.remote()])
    await kill(child)
    await Promise.all([git.door.listRefs(git.remote()), git.makeDoor().listRefs(git.remote())])
    expect(git.inCache('repositories')).toHaveLength(1)
    expect(await owners()).toHaveLength(2)
    const adopted = await otherProcess([git.remote()])
    expect(adopted.did.outcomes).toEqual([commit])
    expect(await owners()).toHaveLength(3)
  })

  it('keeps it also for a process that gets the same process id, as in a container', async () => {
    const commit = git.repository.commit({ 'a.yaml': 'a' })
    await fetchNewest(git.remote())
    const [name = ''] = await owners()
    const earlier = name.replace(/-\d+-\d+-[0-9a-f]{8}$/, `-${process.pid}-1-00000000`)
    renameSync(join(cacheFolder(), name), join(cacheFolder(), earlier))
    git.door = git.makeDoor()
    expect(await isCached(git.remote(), commit)).toBe(true)
    expect(await owners()).toHaveLength(1)
  })

  it('keeps the part of a door on another machine or in another container until it has been silent for long', async () => {
    git.repository.commit({ 'a.yaml': 'a' })
    const elsewhere = join(cacheFolder(), 'door-00000000-1-1-00000000')
    mkdirSync(join(elsewhere, 'work', 'w-x'), { recursive: true })
    await git.door.listRefs(git.remote())
    expect(await owners()).toHaveLength(2)
    expect(git.inCache('work')).toEqual(['w-x'])
    const long = new Date(Date.now() - 60 * 60_000)
    await utimes(elsewhere, long, long)
    await git.makeDoor().listRefs(git.remote())
    expect(await owners()).toHaveLength(2)
    expect(git.inCache('work')).toEqual([])
  })

  it('F3: is not harmed by processes that are killed in the middle of a fetch', async () => {
    const { remote, commit } = repository('large', 3_000_000)
    git.server.setMode({ kind: 'stall', after: 1_000_000 })
    for (let round = 0; round < 5; round++) {
      const child = startProcess([remote])
      await halfPack()
      await kill(child)
      await noProcessFor(git.server.host)
    }
    expect(await owners()).toHaveLength(1)
    git.server.setMode({ kind: 'serve' })
    expect(await fetchNewest(remote)).toMatchObject({ id: commit })
    expect(await packFiles()).toEqual(['idx', 'pack'])
    expect(git.inCache('work')).toEqual([])
  })

  it.skipIf(process.platform !== 'linux')('F17: says that the disk is full, leaves nothing, and goes on', async () => {
    const large = repository('large', 20_000_000)
    const wide = new TestRepository(git.root, 'wide.git')
    wide.commit(
      Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`${index}.txt`, `${index}`.repeat(4_000_000)])),
    )
    const commit = git.repository.commit({ 'a.yaml': 'a' })
    mkdirSync(cacheFolder())
    const mount = 'mount -t tmpfs -o size=8m tmpfs "$0" && exec "$@"'
    const { did } = await otherProcess(
      [large.remote, remoteAt(git.server.url('wide.git')), git.remote()],
      ['unshare', '-rm', 'sh', '-c', mount, cacheFolder()],
    )
    expect(did).toEqual({ outcomes: ['disk_full', 'disk_full', commit], work: [] })
  })
})

describe('the room that caches take', () => {
  const KB = 1024
  const bounded = (limits: Partial<GitLimits>) => git.restart({ limits: { maxCacheBytes: 250 * KB, ...limits } })

  it('is bounded: what was asked for longest ago goes first', async () => {
    await bounded({})
    const [a, b, c] = ['a', 'b', 'c'].map((name) => repository(name, 100 * KB))
    await fetchNewest(a!.remote)
    await fetchNewest(b!.remote)
    await usedLongAgo(0, 1)
    await fetchNewest(c!.remote)
    expect(git.inCache('repositories')).toHaveLength(2)
    expect(git.inCache('work')).toEqual([])
    expect(await isCached(b!.remote, b!.commit)).toBe(true)
    expect(await isCached(c!.remote, c!.commit)).toBe(true)
    expect(await isCached(a!.remote, a!.commit)).toBe(false)
  })

  it('is never made where somebody works', async () => {
    await bounded({ maxCacheBytes: 50 * KB })
    const a = repository('a', 100 * KB)
    await fetchNewest(a.remote)
    await git.door.withTree(a.remote, a.commit, async () => {
      const b = repository('b', 100 * KB)
      await fetchNewest(b.remote)
      await fetchNewest(repository('c', 100 * KB).remote)
      expect(git.inCache('repositories')).toHaveLength(2)
      expect(await isCached(a.remote, a.commit)).toBe(true)
    })
  })

  it('is given back by repositories that nobody has asked for in a long time, however much there is', async () => {
    await bounded({ maxCacheBytes: 1024 * KB })
    const [a, b] = ['a', 'b'].map((name) => repository(name, 10 * KB))
    await fetchNewest(a!.remote)
    await usedLongAgo(0, 15)
    await fetchNewest(b!.remote)
    await bounded({ maxCacheBytes: 1024 * KB })
    await fetchNewest(repository('c', 10 * KB).remote)
    expect(await isCached(b!.remote, b!.commit)).toBe(true)
    expect(await isCached(a!.remote, a!.commit)).toBe(false)
  })

  it('counts what processes that are gone have left', async () => {
    const left = repository('left', 200 * KB)
    const [first, second] = await Promise.all([otherProcess([left.remote]), otherProcess([left.remote])])
    await kill(first.child)
    await kill(second.child)
    await bounded({})
    await fetchNewest(repository('a', 100 * KB).remote)
    expect(git.inCache('repositories')).toHaveLength(1)
  })

  /** Makes the cache with this place in the order of their making look as if it had been asked for so many days ago. */
  async function usedLongAgo(place: number, days: number): Promise<void> {
    const [owner = ''] = await owners()
    const parent = join(cacheFolder(), owner, 'repositories')
    const made = (await readdir(parent)).map((name) => join(parent, name))
    const [dir = ''] = made.sort((left, right) => statSync(left).birthtimeMs - statSync(right).birthtimeMs).slice(place)
    const then = new Date(Date.now() - days * 24 * 60 * 60_000)
    await utimes(join(dir, 'used'), then, then)
  }
})
