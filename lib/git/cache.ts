/**
 * The bare, shallow repository that is kept per remote: made without a Git process, read by commit id, thrown away instead of repaired.
 * Fetches into one cache go one after the other; reading needs no turn, and a cache that is in use is never thrown away.
 */
import { createHmac } from 'node:crypto'
import { mkdir, readdir, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { identityOf } from './credential.ts'
import type { CommitInfo, GitRemote } from './types.ts'

/** Commits of one cache whose subject and author are remembered, so that an unchanged revision costs no process. */
const MAX_KNOWN_COMMITS = 1000

/** Half-written files a killed fetch leaves; the first makes every later fetch fail. */
const LEFTOVERS: readonly [string, RegExp][] = [
  ['.', /^(shallow|config|packed-refs|HEAD)\.lock$/],
  ['objects/pack', /^(tmp_|\.tmp-)/],
  ['refs/ieum', /\.lock$/],
]

/**
 * Name of a remote's cache: who signs in differently does not share what was fetched. Keyed with a secret of the cache folder, because the
 * name appears in paths and a bare hash of a weak password could be guessed.
 */
export function cacheName(key: Uint8Array, remote: GitRemote): string {
  return createHmac('sha256', key).update(identityOf(remote)).digest('hex').slice(0, 40)
}

/** Its time of change is when a cache was last asked for; noted at most once in so many milliseconds. */
const USED = 'used'
const NOTE_MS = 10 * 60_000

/** Bytes of a cache on disk, in packs, which are nearly all of it; and when it was last asked for, in milliseconds since the epoch. */
export async function measureCache(dir: string): Promise<{ bytes: number; usedAt: number }> {
  const packs = join(dir, 'objects', 'pack')
  const names = await readdir(packs).catch(() => [])
  const sizes = await Promise.all(names.map((name) => sizeOf(join(packs, name))))
  const used = await stat(join(dir, USED)).catch(() => null)
  return { bytes: sizes.reduce((sum, size) => sum + size, 0), usedAt: used?.mtimeMs ?? 0 }
}

const sizeOf = (path: string): Promise<number> =>
  stat(path).then(
    ({ size }) => size,
    () => 0,
  )

export class RepositoryCache {
  readonly dir: string
  #tail: Promise<unknown> = Promise.resolve()
  #users = 0
  #readers = 0
  #ready = false
  #notedAt = Number.NEGATIVE_INFINITY
  /** How often something was fetched. */
  fetches = 0
  /** On disk when it was last measured. */
  bytes = 0
  readonly #known = new Map<string, CommitInfo>()

  constructor(dir: string) {
    this.dir = dir
  }

  known(commit: string): CommitInfo | undefined {
    return this.#known.get(commit)
  }

  remember(info: CommitInfo): CommitInfo {
    if (this.#known.size >= MAX_KNOWN_COMMITS) this.#known.clear()
    this.#known.set(info.id, info)
    return info
  }

  /** Runs `task` when every earlier one has ended. */
  exclusive<T>(task: () => Promise<T>): Promise<T> {
    const run = this.#tail.then(task, task)
    this.#tail = run.catch(() => undefined)
    return run
  }

  get isUsed(): boolean {
    return this.#users > 0
  }

  /** Runs `task`; meanwhile nobody but itself throws the cache away. */
  async using<T>(task: () => Promise<T>): Promise<T> {
    this.#users++
    try {
      await this.#note()
      return await task()
    } finally {
      this.#users--
    }
  }

  async #note(): Promise<void> {
    if (performance.now() - this.#notedAt < NOTE_MS) return
    const now = new Date()
    await utimes(join(this.dir, USED), now, now).then(
      () => (this.#notedAt = performance.now()),
      // Not made yet: the file is new then.
      () => undefined,
    )
  }

  /** Runs `task`, a part that reads files of the cache; meanwhile the cache stays as it is. */
  async reading<T>(task: () => Promise<T>): Promise<T> {
    this.#readers++
    try {
      return await task()
    } finally {
      this.#readers--
    }
  }

  /** Makes the repository unless it is there, and once per process removes what a killed fetch left. */
  async prepare(): Promise<void> {
    if (this.#ready) return
    await mkdir(join(this.dir, 'refs', 'ieum'), { recursive: true, mode: 0o700 })
    await mkdir(join(this.dir, 'objects', 'pack'), { recursive: true, mode: 0o700 })
    await writeFile(join(this.dir, 'config'), '[core]\n\trepositoryformatversion = 0\n\tbare = true\n')
    await writeFile(join(this.dir, 'HEAD'), 'ref: refs/heads/none\n')
    await writeFile(join(this.dir, USED), '')
    await this.clean()
    this.#ready = true
  }

  /** Removes half-written files. Only while no fetch runs. */
  async clean(): Promise<void> {
    for (const [folder, pattern] of LEFTOVERS) {
      const names = await readdir(join(this.dir, folder)).catch(() => [])
      const left = names.filter((name) => pattern.test(name))
      await Promise.all(left.map((name) => rm(join(this.dir, folder, name), { force: true })))
    }
  }

  async packCount(): Promise<number> {
    const names = await readdir(join(this.dir, 'objects', 'pack')).catch(() => [])
    return names.filter((name) => name.endsWith('.pack')).length
  }

  /** Throws the cache away, to be made anew by `prepare`. False while somebody reads it. */
  async discard(): Promise<boolean> {
    if (this.#readers > 0) return false
    this.#ready = false
    this.#known.clear()
    await rm(this.dir, { recursive: true, force: true })
    return true
  }

  /** Moves the cache to `trash`, to make room, unless somebody uses it. Whoever asks next makes it anew. */
  evict(trash: string): Promise<boolean> {
    return this.exclusive(async () => {
      if (this.isUsed) return false
      this.#ready = false
      this.#known.clear()
      await rename(this.dir, trash)
      return true
    })
  }
}
