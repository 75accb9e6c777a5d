import type { Reason } from '#lib/core/reasons.ts'

export type ClusterState = 'preparing' | 'ready' | 'unreachable'

/** Steps a sandbox goes through before it is ready; words are `clusters.steps.<step>`. */
export type ClusterStep = 'waiting' | 'compiling' | 'starting'

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
