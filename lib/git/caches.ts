/**
 * All caches of the door, and the room they take: when the whole cache folder is over its quota, those that were asked for longest ago go
 * first, and one that nobody has asked for in a long time goes in any case. One that is in use never goes.
 */
import { randomBytes } from 'node:crypto'
import { readdir, rename, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { cacheName, measureCache, RepositoryCache } from './cache.ts'
import { removeCheckout, writeCheckout, type Checkout } from './checkout.ts'
import type { GitFolders } from './folders.ts'
import type { GitContext } from './remote.ts'
import { SharedByKey } from './shared.ts'
import type { GitRemote } from './types.ts'

export type Cache = { repository: RepositoryCache; checkouts: SharedByKey<Checkout> }

/** Caches on disk that are looked at together. */
const PARALLEL = 16
/** A look at everything is due when what was fetched since the last one is this part of the quota, and after this time in any case. */
const GROWTH_PART = 1 / 32
const LOOK_MS = 60 * 60_000
/** Room is made down to this part of the quota, so that the next fetch does not ask for it again. */
const GOAL_PART = 0.9

type Stored = { dir: string; bytes: number; usedAt: number; owner: 'mine' | 'gone' | 'other' }

export class Caches {
  readonly #context: GitContext
  readonly #open = new Map<string, Cache>()
  #looking: Promise<void> | null = null
  #grown = Number.POSITIVE_INFINITY
  #lookedAt = 0

  constructor(context: GitContext) {
    this.#context = context
  }

  /** Runs `work` with the cache of a remote, which stays meanwhile. */
  async use<T>(remote: GitRemote, work: (cache: Cache) => Promise<T>): Promise<T> {
    const folders = await this.#context.folders()
    const cache = this.#at(join(folders.repositories, cacheName(folders.key, remote)))
    const fetches = cache.repository.fetches
    const before = cache.repository.bytes
    return cache.repository.using(async () => {
      try {
        return await work(cache)
      } finally {
        if (cache.repository.fetches > fetches) await this.#noteGrowth(cache, before, folders)
      }
    })
  }

  /** Notes that a remote was asked for without its cache. */
  async noteUse(remote: GitRemote): Promise<void> {
    const folders = await this.#context.folders()
    await this.#open
      .get(join(folders.repositories, cacheName(folders.key, remote)))
      ?.repository.using(() => Promise.resolve())
  }

  #at(dir: string): Cache {
    const existing = this.#open.get(dir)
    if (existing) return existing
    const repository = new RepositoryCache(dir)
    const write = (commit: string) =>
      repository.reading(async () => {
        const { work } = await this.#context.folders()
        return writeCheckout(this.#context, dir, commit, work)
      })
    const cache: Cache = {
      repository,
      checkouts: new SharedByKey(write, removeCheckout, this.#context.limits.checkoutLingerMs),
    }
    this.#open.set(dir, cache)
    return cache
  }

  async #noteGrowth({ repository }: Cache, before: number, folders: GitFolders): Promise<void> {
    repository.bytes = (await measureCache(repository.dir)).bytes
    this.#grown += Math.max(0, repository.bytes - before)
    const { maxCacheBytes } = this.#context.limits
    const isDue = this.#grown > maxCacheBytes * GROWTH_PART || performance.now() - this.#lookedAt > LOOK_MS
    if (!isDue) return
    this.#looking ??= this.#sweep(folders).finally(() => {
      this.#looking = null
    })
    // What could not be removed now is seen by the next look; a disk that is full says so where something is written.
    await this.#looking.catch(() => undefined)
  }

  /** One look at everything on disk, and the removal of what is too old or too much. */
  async #sweep(folders: GitFolders): Promise<void> {
    this.#grown = 0
    this.#lookedAt = performance.now()
    const { maxCacheBytes, maxUnusedMs } = this.#context.limits
    const stored = (await storedCaches(folders)).sort((left, right) => left.usedAt - right.usedAt)
    let bytes = stored.reduce((sum, cache) => sum + cache.bytes, 0)
    const goal = bytes > maxCacheBytes ? maxCacheBytes * GOAL_PART : maxCacheBytes
    for (const cache of stored) {
      const isOld = Date.now() - cache.usedAt > maxUnusedMs
      if (!isOld && bytes <= goal) break
      // What somebody else removes, adopts or uses meanwhile is left to them.
      if (await this.#remove(cache, folders.work).catch(() => false)) bytes -= cache.bytes
    }
  }

  async #remove({ dir, owner }: Stored, work: string): Promise<boolean> {
    if (owner === 'other') return false
    const trash = join(work, `trash-${randomBytes(6).toString('hex')}`)
    if (owner === 'gone') await rename(dir, trash)
    else if (!(await this.#evict(dir, trash))) return false
    await rm(trash, { recursive: true, force: true })
    return true
  }

  async #evict(dir: string, trash: string): Promise<boolean> {
    const { repository } = this.#at(dir)
    if (repository.isUsed || !(await repository.evict(trash))) return false
    if (!repository.isUsed) this.#open.delete(dir)
    return true
  }
}

/** Every cache below the cache folder, whoever made it. */
async function storedCaches({ repositories, others }: GitFolders): Promise<Stored[]> {
  const places: { repositories: string; owner: Stored['owner'] }[] = [
    { repositories, owner: 'mine' },
    ...(await others()).map((other) => ({ ...other, owner: other.isGone ? ('gone' as const) : ('other' as const) })),
  ]
  const found = await Promise.all(
    places.map(async (place) => {
      const names = await readdir(place.repositories).catch(() => [])
      return names.map((name) => ({ dir: join(place.repositories, basename(name)), owner: place.owner }))
    }),
  )
  const dirs = found.flat()
  const stored: Stored[] = []
  for (let at = 0; at < dirs.length; at += PARALLEL) {
    const measured = dirs.slice(at, at + PARALLEL).map(async (one) => ({ ...one, ...(await measureCache(one.dir)) }))
    stored.push(...(await Promise.all(measured)))
  }
  return stored
}
