/**
 * What a revision means now. One `ls-remote` per repository serves everybody who asks for an answer that is no older than theirs may be,
 * also while it is under way, and for a moment also when it fails.
 */
import { AppError } from '#lib/core/errors.ts'
import type { CommitInfo, GitDoor, GitRefs, GitRemote, ResolvedRevision } from '#lib/git/types.ts'
import { failpoint } from '../failpoint.ts'
import { Lru } from './lru.ts'
import { remoteKey } from './remote-key.ts'

export interface Source {
  /**
   * The commit a revision means. `notBefore` is a time of `now()`: an answer that was asked for before it is too old. Throws what the
   * Git door throws.
   */
  resolve(remote: GitRemote, revision: string, notBefore: number): Promise<ResolvedRevision>
  /** Makes the commit available and tells who made it. */
  commit(remote: GitRemote, resolved: ResolvedRevision): Promise<CommitInfo>
}

/** One question to a repository. `failedAt` is when it turned out to have no answer. */
type Listing = { askedAt: number; refs: Promise<GitRefs>; failedAt?: number }
/** The newest question, and the newest that was answered. */
type Known = { newest: Listing; answered?: Listing }

const MAX_REPOSITORIES = 1000
const MAX_COMMITS = 5000
/** Milliseconds for which a failure is the answer for everybody: a host that hangs is not asked again by each of its deployments. */
const FAILURE_MS = 4000
/** A full commit id means itself: nobody has to be asked. */
const FULL_COMMIT = /^[0-9a-f]{40}$/

/** `now` is a monotonic clock in milliseconds. */
export function createSource(git: GitDoor, now: () => number): Source {
  const repositories = new Lru<Known>(MAX_REPOSITORIES)
  const commits = new Lru<Promise<CommitInfo>>(MAX_COMMITS)

  const listRefs = (remote: GitRemote, notBefore: number): Promise<GitRefs> => {
    const key = remoteKey(remote)
    const known = repositories.get(key)
    const usable = known && newEnough(known, notBefore, now())
    return usable ? usable.refs : ask(key, remote, known)
  }

  const keep = (key: string, listing: Listing): void => {
    const known = repositories.get(key)
    if (known && listing.askedAt >= (known.answered?.askedAt ?? 0)) known.answered = listing
  }

  const ask = (key: string, remote: GitRemote, before: Known | undefined): Promise<GitRefs> => {
    const newest: Listing = { askedAt: now(), refs: git.listRefs(remote) }
    repositories.set(key, { newest, ...(before?.answered && { answered: before.answered }) })
    newest.refs.then(
      () => keep(key, newest),
      () => (newest.failedAt = now()),
    )
    return newest.refs
  }

  const fetch = async (remote: GitRemote, resolved: ResolvedRevision): Promise<CommitInfo> => {
    failpoint('before_fetch')
    const commit = await git.fetch(remote, resolved)
    failpoint('fetched')
    return commit
  }

  return {
    async resolve(remote, revision, notBefore) {
      if (FULL_COMMIT.test(revision)) return git.resolve(remote, revision)
      return git.resolve(remote, revision, await listRefs(remote, notBefore))
    },

    commit(remote, resolved) {
      const key = `${remoteKey(remote)} ${resolved.commit}`
      const known = commits.get(key)
      if (known) return known
      const fetched = fetch(remote, resolved)
      commits.set(key, fetched)
      fetched.catch((error: unknown) => {
        commits.delete(key)
        // The branch has moved on since it was looked at: whoever asks next wants to know where it is now.
        if (error instanceof AppError && error.reason === 'revision_not_found') repositories.delete(remoteKey(remote))
      })
      return fetched
    },
  }
}

/** What may be answered without asking again: the newest answer, also while it is under way; after a failure the one before, if it will do. */
function newEnough({ newest, answered }: Known, notBefore: number, present: number): Listing | undefined {
  const { failedAt } = newest
  if (failedAt === undefined) return newest.askedAt >= notBefore ? newest : undefined
  if (answered && answered.askedAt >= notBefore) return answered
  return newest.askedAt >= notBefore && present - failedAt < FAILURE_MS ? newest : undefined
}
