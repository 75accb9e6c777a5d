/** What is asked of a remote: which refs it has, and one commit. Every call checks the host first and connects only where the check was. */
import { createHash } from 'node:crypto'
import { AppError } from '#lib/core/errors.ts'
import {
  checkReachable,
  checkUrlAllowed,
  pinned,
  resolveDestination,
  type Destination,
  type Resolver,
} from './address.ts'
import type { RepositoryCache } from './cache.ts'
import { GitCommandError, type GitCommand, type RunGit } from './command.ts'
import { classify, gitError } from './errors.ts'
import type { GitFolders } from './folders.ts'
import type { GitLimits } from './limits.ts'
import { parseRefLines, parseRefs } from './refs.ts'
import {
  commitRevision,
  findRevision,
  isCommitId,
  isShortId,
  isUnlistedRef,
  revisionNotFound,
  shortIdUnknown,
} from './revision.ts'
import { checkSignIn, secretsOf, signedIn, signInHref } from './sign-in.ts'
import type { CommitInfo, GitRefs, GitRemote, ResolvedRevision } from './types.ts'
import { parseGitUrl } from './url.ts'

/** What every operation of the door needs. */
export type GitContext = {
  run: RunGit
  limits: GitLimits
  resolver: Resolver
  allowedPrivateHosts: () => Promise<string[]>
  /** The door's folders, made and swept at the first call. */
  folders: () => Promise<GitFolders>
}

/** Turns Git's failure into an AppError that names the host and holds no secret; passes every other error on. */
export function translate(error: unknown, remote: GitRemote, params: Record<string, string> = {}): unknown {
  if (!(error instanceof GitCommandError)) return error
  const { host } = parseGitUrl(remote.url)
  return gitError(error.failure, { host, ...params }, secretsOf(remote.credential))
}

/** Checks that the remote may be contacted and signed in at, and finds its addresses: for ssh, the one to use. */
export async function findDestination(context: GitContext, remote: GitRemote): Promise<Destination> {
  const url = parseGitUrl(remote.url)
  const allowed = await context.allowedPrivateHosts()
  const { connectMs } = context.limits
  checkUrlAllowed(url, allowed)
  checkSignIn(url, remote.credential)
  const destination = await resolveDestination(url, allowed, context.resolver, connectMs)
  if (url.scheme !== 'ssh' || destination.addresses.length === 1) return destination
  return pinned(destination, await checkReachable(destination, connectMs))
}

/** Runs a command that speaks to the remote; `args` get the URL as Git is given it. */
async function runAt(
  context: GitContext,
  remote: GitRemote,
  destination: Destination,
  { args, ...command }: Omit<GitCommand, 'args' | 'remote'> & { args: (href: string) => string[] },
) {
  const { credential, tenant } = remote
  const { work } = await context.folders()
  const href = signInHref(destination.url, credential)
  return signedIn(destination, credential, { work, connectMs: context.limits.connectMs }, (signIn) =>
    context.run({ ...command, args: args(href), remote: { destination, signIn, tenant } }),
  )
}

async function lsRemote(
  context: GitContext,
  remote: GitRemote,
  destination: Destination,
  patterns: string[],
): Promise<string> {
  const { work } = await context.folders()
  try {
    const { stdout } = await runAt(context, remote, destination, {
      args: (href) => ['ls-remote', '--symref', '--', href, ...patterns],
      cwd: work,
      timeoutMs: context.limits.listMs,
      maxStdout: context.limits.maxRefBytes,
    })
    return stdout.toString('utf8')
  } catch (error) {
    throw translate(error, remote)
  }
}

/** HEAD, branches and tags; other refs (a host may keep one per change request) are not asked for. */
export async function listRefsAt(context: GitContext, remote: GitRemote, destination: Destination): Promise<GitRefs> {
  return parseRefs(await lsRemote(context, remote, destination, ['HEAD', 'refs/heads/*', 'refs/tags/*']))
}

/**
 * Resolves a revision, asking the remote only where `refs` is not given and the revision is not a full commit id. A short commit id that no
 * ref has is looked for among the commits that were fetched before (`known`): no server answers for it, and only a clone of the whole
 * history could. Throws UPSTREAM `revision_not_found`, or `revision_short_id` where the full id is needed.
 */
export async function resolveAt(
  context: GitContext,
  remote: GitRemote,
  revision: string,
  refs: GitRefs | undefined,
  known: (shortId: string) => Promise<string | null>,
): Promise<ResolvedRevision> {
  const requested = revision.trim()
  if (isCommitId(requested)) return commitRevision(requested)
  if (isUnlistedRef(requested)) return resolveUnlisted(context, remote, requested)
  const listed = refs ?? (await listRefsAt(context, remote, await findDestination(context, remote)))
  const found = findRevision(listed, requested)
  if (found) return found
  if (!isShortId(requested)) throw revisionNotFound(requested)
  const commit = await known(requested)
  if (commit === null) throw shortIdUnknown(requested)
  return { requested, kind: 'commit', ref: '', commit }
}

async function resolveUnlisted(context: GitContext, remote: GitRemote, ref: string): Promise<ResolvedRevision> {
  const destination = await findDestination(context, remote)
  const commit = parseRefLines(await lsRemote(context, remote, destination, [ref])).get(ref)
  if (commit === undefined) throw revisionNotFound(ref)
  return { requested: ref, kind: 'branch', ref, commit }
}

/** The commit of the cache that a short id means; null when there is none, or more than one. */
export function findShortId(context: GitContext, cache: RepositoryCache, shortId: string): Promise<string | null> {
  return cache.exclusive(async () => {
    await cache.prepare()
    try {
      const { stdout } = await context.run({
        args: ['rev-parse', '--quiet', '--verify', '--end-of-options', `${shortId}^{commit}`],
        cwd: cache.dir,
        timeoutMs: context.limits.localMs,
        maxStdout: 1024,
      })
      const id = stdout.toString('latin1').trim()
      return isCommitId(id) ? id : null
    } catch (error) {
      if (error instanceof GitCommandError) return null
      throw error
    }
  })
}

/** Reads who made a commit; null when the cache does not hold it. */
async function readCommit(context: GitContext, cache: RepositoryCache, commit: string): Promise<CommitInfo | null> {
  try {
    const { stdout } = await context.run({
      args: ['log', '-1', '--format=%H%x00%s%x00%an%x00%aI', commit, '--'],
      cwd: cache.dir,
      timeoutMs: context.limits.localMs,
      maxStdout: 1024 * 1024,
    })
    const [id = '', subject = '', author = '', at = ''] = stdout.toString('utf8').trimEnd().split('\0')
    return { id, subject: oneLine(subject, 500), author: oneLine(author, 200), at }
  } catch (error) {
    if (error instanceof GitCommandError) return null
    throw error
  }
}

const oneLine = (text: string, max: number): string => text.replace(/[\u0000-\u001f\u007f-\u009f]+/g, ' ').slice(0, max)

/** One ref per followed branch keeps its newest commit known, so that the next fetch receives only what changed. */
const keepRef = (revision: ResolvedRevision): string =>
  `refs/ieum/${createHash('sha256')
    .update(revision.ref || revision.commit)
    .digest('hex')
    .slice(0, 40)}`

async function fetchCommit(
  context: GitContext,
  cache: RepositoryCache,
  remote: GitRemote,
  revision: ResolvedRevision,
): Promise<void> {
  const destination = await findDestination(context, remote)
  const fetch = (what: string) =>
    runAt(context, remote, destination, {
      args: (href) => [
        'fetch',
        '--depth=1',
        '--no-tags',
        '--no-recurse-submodules',
        '--no-write-fetch-head',
        '--',
        href,
        `+${what}:${keepRef(revision)}`,
      ],
      cwd: cache.dir,
      timeoutMs: context.limits.fetchMs,
      maxStdout: 1024 * 1024,
    })
  try {
    await fetch(revision.commit)
  } catch (error) {
    // Some servers hand out only what a ref points at; if the ref has moved meanwhile, the commit is still missing afterwards.
    const refused = error instanceof GitCommandError && classify(error.failure) === 'revision_not_found'
    if (!refused || !revision.ref) throw error
    await fetch(revision.ref)
  }
}

/**
 * Makes sure that the cache holds the commit and tells who made it. A cache that has grown or that Git finds damaged is made anew.
 * Throws `revision_not_found` when the remote does not have the commit.
 */
export function ensureCommit(
  context: GitContext,
  cache: RepositoryCache,
  remote: GitRemote,
  revision: ResolvedRevision,
): Promise<CommitInfo> {
  return cache.exclusive(async () => {
    const known = cache.known(revision.commit)
    if (known) return known
    await cache.prepare()
    const present = await readCommit(context, cache, revision.commit)
    if (present) return cache.remember(present)
    if ((await cache.packCount()) >= context.limits.maxPacks && (await cache.discard())) await cache.prepare()
    await fetchOrRebuild(context, cache, remote, revision)
    const fetched = await readCommit(context, cache, revision.commit)
    if (!fetched) throw revisionNotFound(revision.requested)
    return cache.remember(fetched)
  })
}

async function fetchOrRebuild(
  context: GitContext,
  cache: RepositoryCache,
  remote: GitRemote,
  revision: ResolvedRevision,
): Promise<void> {
  cache.fetches++
  try {
    await fetchCommit(context, cache, remote, revision)
  } catch (error) {
    await cache.clean()
    const unexplained = error instanceof GitCommandError && classify(error.failure) === 'git_failed'
    if (!unexplained || !(await cache.discard())) throw translate(error, remote, { revision: revision.requested })
    await cache.prepare()
    await fetchCommit(context, cache, remote, revision).catch((again: unknown) => {
      throw translate(again, remote, { revision: revision.requested })
    })
  }
}

/** The error for a path that a commit does not have. */
export const pathNotFound = (path: string): AppError =>
  new AppError('UPSTREAM', { reason: 'path_not_found', params: { path } })
