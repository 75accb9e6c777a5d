/** The one door to Git: puts address check, command runner, caches and checkouts together. */
import { join } from 'node:path'
import { AppError } from '#lib/core/errors.ts'
import { Semaphore } from '#lib/process/semaphore.ts'
import { parseGitUrl, systemResolver, type Resolver } from './address.ts'
import { cacheName, RepositoryCache } from './cache.ts'
import { removeCheckout, writeCheckout, type Checkout } from './checkout.ts'
import { createGitRunner, GitCommandError, type RunGit } from './command.ts'
import { testConnection } from './connection-test.ts'
import { lazyFolders } from './folders.ts'
import { DEFAULT_GIT_LIMITS, type GitLimits } from './limits.ts'
import {
  ensureCommit,
  findDestination,
  listRefsAt,
  pathNotFound,
  resolveAt,
  translate,
  type GitContext,
} from './remote.ts'
import { commitRevision, isCommitId } from './revision.ts'
import { SharedByKey } from './shared.ts'
import { folderKind, namesByFolder, parseFolder } from './tree.ts'
import type { CommitInfo, GitDoor, GitRemote, ResolvedRevision, SkippedEntry, TreeEntry } from './types.ts'

export type GitDoorOptions = {
  /** Folder of this process alone: another process must not open a door on it. Kept across restarts. */
  cacheDir: string
  /** `host:port` of private hosts, and of hosts that speak plain http, that may be contacted. Asked before every contact. */
  allowedPrivateHosts: () => Promise<string[]>
  /** Default: the system's. */
  resolver?: Resolver
  limits?: Partial<GitLimits>
}

/**
 * Git commands at once. Those that read the local cache do not wait for remotes, and a server that hangs takes only its own places, so that
 * other repositories go on.
 */
const PLACES = { local: 8, remote: 24, perHost: 6 }
/** Folders of one listing whose kind is looked up. */
const MAX_KINDS = 500

type Cache = { repository: RepositoryCache; checkouts: SharedByKey<Checkout> }

/** Makes the door. Nothing is touched until the first call. */
export function createGitDoor(options: GitDoorOptions): GitDoor {
  const limits = { ...DEFAULT_GIT_LIMITS, ...options.limits }
  const context: GitContext = {
    run: inTurn(createGitRunner(limits.maxPackBytes)),
    limits,
    resolver: options.resolver ?? systemResolver,
    allowedPrivateHosts: options.allowedPrivateHosts,
    folders: lazyFolders(options.cacheDir),
  }
  const open = cacheOpener(context)

  return {
    test: (remote) => testConnection(context, remote),
    listRefs: async (remote) => listRefsAt(context, remote, await findDestination(context, parseGitUrl(remote.url))),
    resolve: (remote, revision, refs) => resolveAt(context, remote, revision, refs),
    fetch: async (remote, revision) => ensure(context, await open(remote), remote, revision),
    withTree: async (remote, commit, work) => {
      const cache = await open(remote)
      await ensure(context, cache, remote, commitRevision(checkedCommit(commit)))
      return withCheckout(context, cache, remote, commit, work)
    },
    listFolder: async (remote, commit, path) => {
      const cache = await open(remote)
      await ensure(context, cache, remote, commitRevision(checkedCommit(commit)))
      return cache.repository.reading(() => listOneFolder(context, cache.repository, remote, commit, path))
    },
  }
}

/** Bounds how many commands run at once, in all and per host. */
function inTurn(run: RunGit): RunGit {
  const local = new Semaphore(PLACES.local)
  const remote = new Semaphore(PLACES.remote)
  const hosts = new Map<string, Semaphore>()
  return (command) => {
    if (!command.remote) return local.run(() => run(command))
    const { host, port } = command.remote.destination.url
    const key = `${host}:${port}`
    const own = hosts.get(key) ?? new Semaphore(PLACES.perHost)
    hosts.set(key, own)
    return own.run(() => remote.run(() => run(command)))
  }
}

/** Opens the cache of a remote. */
function cacheOpener(context: GitContext): (remote: GitRemote) => Promise<Cache> {
  const caches = new Map<string, Cache>()
  return async (remote) => {
    const folders = await context.folders()
    const name = cacheName(folders.key, parseGitUrl(remote.url), remote.credential)
    const existing = caches.get(name)
    if (existing) return existing
    const repository = new RepositoryCache(join(folders.repositories, name))
    const write = (commit: string) =>
      repository.reading(() => writeCheckout(context, repository.dir, commit, folders.work))
    const cache: Cache = { repository, checkouts: new SharedByKey(write, removeCheckout) }
    caches.set(name, cache)
    return cache
  }
}

const ensure = (
  context: GitContext,
  cache: Cache,
  remote: GitRemote,
  revision: ResolvedRevision,
): Promise<CommitInfo> => ensureCommit(context, cache.repository, remote, revision)

/** A commit id that comes from a database row is data too: anything but 40 hexadecimal digits never reaches Git. */
function checkedCommit(commit: string): string {
  if (!isCommitId(commit)) {
    throw new AppError('VALIDATION', { reason: 'revision_not_found', params: { revision: commit.slice(0, 200) } })
  }
  return commit
}

async function withCheckout<T>(
  context: GitContext,
  cache: Cache,
  remote: GitRemote,
  commit: string,
  work: (dir: string, skipped: SkippedEntry[]) => Promise<T>,
): Promise<T> {
  const once = () =>
    cache.checkouts
      .use(commit, async ({ dir, skipped }) => ({ value: await work(dir, skipped) }))
      .catch((error: unknown) => {
        if (error instanceof GitCommandError) return { damage: error }
        throw error
      })
  const first = await once()
  if ('value' in first) return first.value
  // Git could not read what it had: make the cache anew and try once more.
  if (!(await cache.repository.discard())) throw translate(first.damage, remote)
  await ensure(context, cache, remote, commitRevision(commit))
  const second = await once()
  if ('value' in second) return second.value
  throw translate(second.damage, remote)
}

async function listOneFolder(
  context: GitContext,
  repository: RepositoryCache,
  remote: GitRemote,
  commit: string,
  path: string,
): Promise<TreeEntry[]> {
  const list = async (args: string[]): Promise<Buffer> => {
    const { stdout } = await context.run({
      args: ['ls-tree', '-z', ...args],
      cwd: repository.dir,
      timeoutMs: context.limits.localMs,
      maxStdout: 8 * 1024 * 1024,
    })
    return stdout
  }
  const folder = path.replace(/^\.\/+/, '').replace(/\/+$/, '') || '.'
  if (folder.startsWith('/') || folder.split('/').includes('..')) throw pathNotFound(path)
  try {
    const entries = parseFolder(await list([folder === '.' ? commit : `${commit}:${folder}`]), folder)
    const folders = entries.filter(({ type }) => type === 'folder').slice(0, MAX_KINDS)
    if (folders.length === 0) return entries
    const below = namesByFolder(
      await list(['--name-only', '--full-tree', commit, '--', ...folders.map((entry) => `${entry.path}/`)]),
    )
    return entries.map((entry) =>
      entry.type === 'folder' ? { ...entry, kind: folderKind(below.get(entry.path) ?? []) } : entry,
    )
  } catch (error) {
    const missing =
      error instanceof GitCommandError &&
      /does not exist|not a tree|Not a valid object name/i.test(error.failure.stderr)
    throw missing ? pathNotFound(path) : translate(error, remote)
  }
}
