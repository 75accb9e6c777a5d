import type { ErrorParams } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { TreeEntry } from '#lib/git/types.ts'

export type RepositoryProvider = 'github' | 'gitlab' | 'bitbucket' | 'git'

export type RepositorySummary = {
  id: string
  name: string
  alias: string
  description: string
  provider: RepositoryProvider
  url: string
  /** Name of the credential that signs in; null for a public repository. */
  credential: string | null
  check: { state: 'unchecked' | 'connected' | 'failed'; reason: Reason | null; detail: string; at: string | null }
  deploymentCount: number
  version: number
  createdAt: string
}

/** A page of the list; `sampleRepositoryUrl` is offered by the import dialog where the demonstration brings a repository. */
export type RepositoryPage = Page<RepositorySummary> & { sampleRepositoryUrl: string | null }

/** The choices of a form are one page of the list; a DevOps project with more repositories than this is not known yet. */
export const MOST_REPOSITORIES = 100

/** Refusals of our own rules: nothing can be saved with such an address, connected or not. */
export const REFUSED_BY_RULE: readonly (Reason | null)[] = [
  'git_url_not_allowed',
  'git_host_not_allowed',
  'git_credential_kind',
]

/** Git's answers to a revision or folder that does not exist: somebody may still be typing. */
export const MISSING_REASONS = ['revision_not_found', 'revision_short_id', 'path_not_found'] as const
export type MissingReason = (typeof MISSING_REASONS)[number]

/** One level of a folder; `missing` says that the revision or the folder does not exist. */
export type FolderListing = {
  entries: TreeEntry[]
  /** What the folder itself would be rendered as; null when it holds no manifests. */
  kind: TreeEntry['kind']
  missing: { reason: MissingReason; params: ErrorParams } | null
}

export type { ConnectionTest, GitRefs, TestStep, TreeEntry } from '#lib/git/types.ts'
export { TEST_STEPS } from '#lib/git/types.ts'
