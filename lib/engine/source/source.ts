/**
 * What a revision means now. One `ls-remote` per repository serves everybody who asks for an answer that is no older than theirs may be,
 * also while it is under way, also when it fails.
 */
import type { CommitInfo, GitDoor, GitRefs, GitRemote, ResolvedRevision } from '#lib/git/types.ts'
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

type Listing = { askedAt: number; refs: Promise<GitRefs> }

const MAX_REPOSITORIES = 1000
const MAX_COMMITS = 5000
/** A full commit id means itself: nobody has to be asked. */
const FULL_COMMIT = /^[0-9a-f]{40}$/

/** `now` is a monotonic clock in milliseconds. */
export function createSource(git: GitDoor, now: () => number): Source {
  const listings = new Lru<Listing>(MAX_REPOSITORIES)
  const commits = new Lru<Promise<CommitInfo>>(MAX_COMMITS)

  const listRefs = (remote: GitRemote, notBefore: number): Promise<GitRefs> => {
    const key = remoteKey(remote)
    const known = listings.get(key)
    if (known && known.askedAt >= notBefore) return known.refs
    const listing = { askedAt: now(), refs: git.listRefs(remote) }
    listings.set(key, listing)
    return listing.refs
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
      const fetched = git.fetch(remote, resolved)
      commits.set(key, fetched)
      fetched.catch(() => commits.delete(key))
      return fetched
    },
  }
}
