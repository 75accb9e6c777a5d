/** The one door to Git: puts address check, command runner, caches and checkouts together. */
import { AppError } from '#lib/core/errors.ts'
import { systemResolver, type Resolver } from './address.ts'
import type { RepositoryCache } from './cache.ts'
import { Caches, type Cache } from './caches.ts'
import { createGitRunner, GitCommandError } from './command.ts'
import { testConnection } from './connection-test.ts'
import { lazyFolders } from './folders.ts'
import { scanHostKeys } from './host-keys.ts'
import { DEFAULT_GIT_LIMITS, type GitLimits } from './limits.ts'
import {
  ensureCommit,
  findDestination,
  findShortId,
  listRefsAt,
  pathNotFound,
  resolveAt,
  translate,
  type GitContext,
} from './remote.ts'
import { commitRevision, isCommitId } from './revision.ts'
import { findKeyProblem } from './ssh-key.ts'
import { folderKind, namesByFolder, parseFolder } from './tree.ts'
import { inTurn } from './turns.ts'
import type { CommitInfo, GitDoor, GitRemote, ResolvedRevision, SkippedEntry, TreeEntry } from './types.ts'

export type GitDoorOptions = {
  /** Kept across restarts; any number of doors of any number of processes may have the same. */
  cacheDir: string
  /** `host:port` of private hosts, and of hosts that speak plain http, that may be contacted. Asked before every contact. */
  allowedPrivateHosts: () => Promise<string[]>
  /** Default: the system's. */
  resolver?: Resolver
  limits?: Partial<GitLimits>
}

/** Folders of one listing whose kind is looked up. */
const MAX_KINDS = 500

/** Makes the door. Nothing is touched until the first call. */
export function createGitDoor(options: GitDoorOptions): GitDoor {
  const limits = { ...DEFAULT_GIT_LIMITS, ...options.limits }
  const folders = lazyFolders(options.cacheDir)
  const context: GitContext = {
    run: inTurn(createGitRunner(limits.maxPackBytes), limits),
    limits,
    resolver: options.resolver ?? systemResolver,
    allowedPrivateHosts: options.allowedPrivateHosts,
    folders: folders.open,
  }
  const caches = new Caches(context)
  const withCommit = <T>(remote: GitRemote, commit: string, work: (cache: Cache) => Promise<T>): Promise<T> =>
    caches.use(remote, async (cache) => {
      await ensure(context, cache, remote, commitRevision(checkedCommit(commit)))
      return work(cache)
    })

  return {
    test: (remote) => testConnection(context, remote),
    scanHostKeys: (url) => scanHostKeys(context, url),
    findKeyProblem: async (key) => findKeyProblem(key, (await folders.open()).work),
    async listRefs(remote) {
      const refs = await listRefsAt(context, remote, await findDestination(context, remote))
      await caches.noteUse(remote)
      return refs
    },
    resolve: (remote, revision, refs) =>
      resolveAt(context, remote, revision, refs, (id) =>
        caches.use(remote, ({ repository }) => findShortId(context, repository, id)),
      ),
    fetch: (remote, revision) => caches.use(remote, (cache) => ensure(context, cache, remote, revision)),
    withTree: (remote, commit, work) =>
      withCommit(remote, commit, (cache) => withCheckout(context, cache, remote, commit, work)),
    listFolder: (remote, commit, path) =>
      withCommit(remote, commit, ({ repository }) =>
        repository.reading(() => listOneFolder(context, repository, remote, commit, path)),
      ),
    close: folders.release,
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
