/** Rows of clusters. The connection is selected only where a client is built from it. */
import { toReason } from '#lib/core/reasons.ts'
import type { Tx } from '#lib/db/client.ts'
import { CLUSTER_STEPS, type ClusterState, type ClusterSummary } from './types.ts'

export const clusterSelect = {
  id: true,
  name: true,
  alias: true,
  sandbox: true,
  state: true,
  progress: true,
  stateReason: true,
  kubeVersion: true,
} as const

type ClusterRow = {
  id: string
  name: string
  alias: string
  sandbox: boolean
  state: ClusterState
  progress: unknown
  stateReason: string
  kubeVersion: string
}

/** `progress` as stored by reportSandboxProgress; anything else reads as no progress. */
function toProgress(value: unknown): ClusterSummary['progress'] {
  if (typeof value !== 'object' || value === null) return null
  const { step, percent, startedAt } = value as Record<string, unknown>
  const known = CLUSTER_STEPS.find((name) => name === step)
  if (!known || typeof percent !== 'number' || typeof startedAt !== 'string') return null
  return { step: known, percent, startedAt }
}

export function toClusterSummary(row: ClusterRow): ClusterSummary {
  return {
    id: row.id,
    name: row.name,
    alias: row.alias,
    sandbox: row.sandbox,
    state: row.state,
    progress: row.state === 'preparing' ? toProgress(row.progress) : null,
    reason: row.stateReason ? toReason(row.stateReason) : null,
    kubeVersion: row.kubeVersion,
  }
}

/** Clusters that the workspace may use, by name, each with the workspace's projects on it. */
export async function findWorkspaceClusters(client: Tx, workspaceId: string) {
  return client.cluster.findMany({
    where: { workspaces: { some: { workspaceId } } },
    orderBy: { name: 'asc' },
    select: {
      ...clusterSelect,
      projects: { where: { workspaceId }, orderBy: { name: 'asc' }, select: { id: true, name: true, alias: true } },
    },
  })
}

/** The cluster with that name, provided that the workspace may use it. */
export async function findWorkspaceCluster(client: Tx, workspaceId: string, name: string) {
  return client.cluster.findFirst({
    where: { name, workspaces: { some: { workspaceId } } },
    select: { id: true, name: true, state: true },
  })
}
