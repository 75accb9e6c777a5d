import type { Reason } from '#lib/core/reasons.ts'

export type RepositoryProvider = 'github' | 'gitlab' | 'bitbucket' | 'git'

export type RepositorySummary = {
  id: string
  name: string
  alias: string
  description: string
  provider: RepositoryProvider
  url: string
  check: { state: 'unchecked' | 'connected' | 'failed'; reason: Reason | null; detail: string; at: string | null }
  deploymentCount: number
  version: number
  createdAt: string
}

export type GitRefs = {
  defaultBranch: string
  /** Full commit id the default branch points at. */
  head: string
  branches: { name: string; commit: string }[]
  tags: { name: string; commit: string }[]
}

/** The chain of a connection test, in order; it stops at the first failure. Words are `repositories.test.steps.<step>`. */
export const TEST_STEPS = ['allowed', 'resolve', 'connect', 'repository'] as const
export type TestStep = (typeof TEST_STEPS)[number]

export type ConnectionTest = {
  ok: boolean
  steps: { step: TestStep; ok: boolean; ms: number }[]
  /** Why the last step failed. */
  reason: Reason | null
  detail: string
  refs: GitRefs | null
  ms: number
}
