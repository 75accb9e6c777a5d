/** Whether a deployment may follow one of the refs that moved. Pure; texts are compared as they are. */
import { isCommitId, isShortId } from '#lib/git/revision.ts'
import { parseConstraint } from '#lib/git/semver.ts'

const isBranch = (ref: string): boolean => ref.startsWith('refs/heads/')
const isTag = (ref: string): boolean => ref.startsWith('refs/tags/')

/**
 * True unless it is certain that the revision means what it meant before. `refs` are full names; null: some moved, nobody knows which. Which
 * branch HEAD is only the repository knows: every branch may be it.
 */
export function isConcerned(revision: string, refs: readonly string[] | null): boolean {
  if (isCommitId(revision)) return false
  if (refs === null || isShortId(revision)) return true
  const isHead = revision === '' || revision === 'HEAD'
  const follows = isHead ? isBranch : parseConstraint(revision) === null ? () => false : isTag
  const names = [revision, `refs/heads/${revision}`, `refs/tags/${revision}`]
  return refs.some((ref) => follows(ref) || names.includes(ref))
}
