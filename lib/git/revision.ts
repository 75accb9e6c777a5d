/**
 * What a revision means, given the refs of a repository. Pure. The order follows Argo CD (full commit id, HEAD, exact version, name,
 * constraint, short id), except that a name that exists always wins over the constraint it could be read as: a branch `1.x` means that branch.
 */
import { AppError } from '#lib/core/errors.ts'
import { compareVersions, parseConstraint, parseVersion, type Version } from './semver.ts'
import type { GitRefs, ResolvedRevision } from './types.ts'

const COMMIT_ID = /^[0-9a-f]{40}$/
const SHORT_ID = /^[0-9a-f]{7,39}$/

/** True for a full commit id in lower case: needs no look at the remote. */
export const isCommitId = (revision: string): boolean => COMMIT_ID.test(revision)

/** True for a full ref name outside branches and tags (`refs/pull/7/head`): such refs are not listed and must be asked for by name. */
export const isUnlistedRef = (revision: string): boolean => /^refs\/(?!heads\/|tags\/)./.test(revision)

type Meaning = Omit<ResolvedRevision, 'requested'>

/** True for what a commit id may be shortened to: at least seven digits, as Argo CD takes it. */
export const isShortId = (revision: string): boolean => SHORT_ID.test(revision)

/**
 * Finds a revision: empty or `HEAD`, full commit id, the tag of an exact version, branch, tag, `refs/heads/…`, `refs/tags/…`, semver constraint
 * over the tags, or a short commit id that some ref has. A branch wins over a tag of the same name that is no version; `refs/tags/…` says
 * which is meant. Null where it means nothing here.
 */
export function findRevision(refs: GitRefs, revision: string): ResolvedRevision | null {
  const requested = revision.trim()
  const meaning =
    resolveHead(refs, requested) ??
    resolveCommit(requested) ??
    resolveVersion(refs, requested) ??
    resolveName(refs, requested) ??
    resolveConstraint(refs, requested) ??
    resolveShortId(refs, requested)
  return meaning && { requested, ...meaning }
}

/** The error for a revision that means nothing in the repository. */
export const revisionNotFound = (revision: string): AppError =>
  new AppError('UPSTREAM', { reason: 'revision_not_found', params: { revision } })

/** The error for a short commit id that no ref has and no fetched commit. */
export const shortIdUnknown = (revision: string): AppError =>
  new AppError('UPSTREAM', { reason: 'revision_short_id', params: { revision } })

/** A commit named by its full id. */
export const commitRevision = (commit: string): ResolvedRevision => ({
  requested: commit,
  kind: 'commit',
  ref: '',
  commit,
})

function resolveHead(refs: GitRefs, revision: string): Meaning | null {
  if (revision !== '' && revision !== 'HEAD') return null
  if (!refs.head) return null
  return { kind: 'head', ref: refs.defaultBranch ? `refs/heads/${refs.defaultBranch}` : 'HEAD', commit: refs.head }
}

function resolveCommit(revision: string): Meaning | null {
  return isCommitId(revision) ? { kind: 'commit', ref: '', commit: revision } : null
}

function resolveVersion(refs: GitRefs, revision: string): Meaning | null {
  const tag = parseVersion(revision) && refs.tags.find(({ name }) => name === revision)
  return tag ? { kind: 'tag', ref: `refs/tags/${tag.name}`, commit: tag.commit } : null
}

function resolveName(refs: GitRefs, revision: string): Meaning | null {
  const branchName = revision.startsWith('refs/heads/') ? revision.slice('refs/heads/'.length) : revision
  const branch = refs.branches.find(({ name }) => name === branchName)
  if (branch) return { kind: 'branch', ref: `refs/heads/${branch.name}`, commit: branch.commit }
  const tagName = revision.startsWith('refs/tags/') ? revision.slice('refs/tags/'.length) : revision
  const tag = refs.tags.find(({ name }) => name === tagName)
  return tag ? { kind: 'tag', ref: `refs/tags/${tag.name}`, commit: tag.commit } : null
}

function resolveConstraint(refs: GitRefs, revision: string): Meaning | null {
  const matches = parseConstraint(revision)
  if (!matches) return null
  let best: { version: Version; tag: GitRefs['tags'][number] } | null = null
  for (const tag of refs.tags) {
    const version = parseVersion(tag.name)
    if (version && matches(version) && (!best || compareVersions(version, best.version) > 0)) best = { version, tag }
  }
  return best && { kind: 'semver', ref: `refs/tags/${best.tag.name}`, commit: best.tag.commit }
}

function resolveShortId(refs: GitRefs, revision: string): Meaning | null {
  if (!SHORT_ID.test(revision)) return null
  const commits = new Set([refs.head, ...refs.branches.map((ref) => ref.commit), ...refs.tags.map((ref) => ref.commit)])
  const found = [...commits].filter((commit) => commit.startsWith(revision))
  const only = found.length === 1 ? found[0] : undefined
  return only === undefined ? null : { kind: 'commit', ref: '', commit: only }
}
