/** Joining a cluster: its kubeconfig is reduced to inline fields, tried, sealed and stored; projects on it get their namespaces. */
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { reduceKubeconfig } from '#lib/kube/kubeconfig.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { logger } from '#lib/observability/logger.ts'
import { sealConnection } from './connection.ts'
import { ensureNamespace } from './ensure-namespace.ts'
import { kubeForCluster } from './kube-for-cluster.ts'
import { readFacts, withClient } from './probe.ts'
import type { ClusterFacts } from './types.ts'

/** The columns of a cluster whose connection has just been tried. */
export const readyColumns = (clusterId: string, connection: KubeConnection, facts: ClusterFacts) => ({
  server: connection.server,
  connection: sealConnection(clusterId, connection),
  ...facts,
  state: 'ready' as const,
  stateReason: '',
  stateMessage: '',
  stateChangedAt: new Date(),
  checkedAt: new Date(),
})

/**
 * Makes the namespaces of all projects on the cluster. One that belongs to somebody else is left alone and logged: a project's name must
 * not keep a whole cluster from being joined. Throws the API server's refusal of the first one that fails.
 */
export async function ensureNamespacesOf(clusterId: string, kube: KubeApi): Promise<void> {
  const projects = await db.project.findMany({
    where: { clusterId },
    select: { name: true, workspace: { select: { name: true } } },
  })
  for (const { name, workspace } of projects) {
    try {
      await ensureNamespace(kube, { workspace: workspace.name, project: name })
    } catch (error) {
      if (!(error instanceof AppError) || error.reason !== 'namespace_not_allowed') throw error
      logger.warn(
        { clusterId, namespace: name, workspace: workspace.name },
        'the namespace of a project is not its own',
      )
    }
  }
}

/** Tries the kubeconfig's current context, makes the namespaces, then stores it: a cluster that is `ready` has been reached. */
export async function connectCluster(clusterId: string, kubeconfigText: string): Promise<void> {
  const connection = reduceKubeconfig(kubeconfigText)
  const facts = await withClient(connection, async (kube) => {
    const answered = await readFacts(kube)
    await ensureNamespacesOf(clusterId, kube)
    return answered
  })
  await db.cluster.update({ where: { id: clusterId }, data: readyColumns(clusterId, connection, facts) })
}

/** Id of the cluster of that name. Throws NOT_FOUND. */
export async function clusterIdOf(name: string): Promise<string> {
  const row = await db.cluster.findUnique({ where: { name }, select: { id: true } })
  if (!row) throw new AppError('NOT_FOUND')
  return row.id
}

/** Makes the namespaces of projects that were created while the cluster was ready; one that is not gets them when it is connected. */
export async function ensureNamespacesOnCluster(name: string): Promise<void> {
  const row = await db.cluster.findUnique({ where: { name }, select: { id: true, state: true } })
  if (row?.state === 'ready') await ensureNamespacesOf(row.id, await kubeForCluster(row.id))
}
