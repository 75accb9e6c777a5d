/** Branches and tags as choices of a revision. Pure. */
import type { GitRefs } from '#lib/features/repositories/types.ts'

export type RevisionChoice = { name: string; commit: string; kind: 'branch' | 'tag'; isDefault: boolean }

/** Branches first, the default branch on top; tags after them, the newest version first. A branch hides a tag of its name, as in Git. */
export function revisionChoices(refs: GitRefs): RevisionChoice[] {
  const branches = refs.branches
    .map(({ name, commit }) => ({ name, commit, kind: 'branch' as const, isDefault: name === refs.defaultBranch }))
    .toSorted((a, b) => Number(b.isDefault) - Number(a.isDefault) || a.name.localeCompare(b.name, 'en'))
  const taken = new Set(branches.map(({ name }) => name))
  const tags = refs.tags
    .filter(({ name }) => !taken.has(name))
    .map(({ name, commit }) => ({ name, commit, kind: 'tag' as const, isDefault: false }))
    .toSorted((a, b) => b.name.localeCompare(a.name, 'en', { numeric: true }))
  return [...branches, ...tags]
}

/** The commit a typed revision means, as far as the references alone can tell; empty when only the server can. */
export function commitOf(refs: GitRefs | undefined, revision: string): string {
  if (!refs) return ''
  if (revision === 'HEAD') return refs.head
  return [...refs.branches, ...refs.tags].find(({ name }) => name === revision)?.commit ?? ''
}
