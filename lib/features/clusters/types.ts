import type { Reason } from '#lib/core/reasons.ts'

export type ClusterState = 'preparing' | 'ready' | 'unreachable'

/** Steps a sandbox goes through before it is ready; words are `clusters.steps.<step>`. */
export const CLUSTER_STEPS = ['waiting', 'compiling', 'starting'] as const
export type ClusterStep = (typeof CLUSTER_STEPS)[number]

export type ClusterSummary = {
  id: string
  name: string
  alias: string
  sandbox: boolean
  state: ClusterState
  progress: { step: ClusterStep; percent: number; startedAt: string } | null
  reason: Reason | null
  kubeVersion: string
}

/** A place a deployment may go to: a cluster and the projects on it that the DevOps project's policy allows. */
export type Destination = {
  cluster: ClusterSummary
  projects: { name: string; alias: string }[]
}
