/** One API client per cluster and process, made anew when the stored connection changes. */
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { openConnection } from './connection.ts'
import { toClusterSummary, clusterSelect } from './repository.ts'

type Cached = { sealed: string; api: KubeApi }
const KEY = Symbol.for('ieum.kube-clients')
const holder = globalThis as typeof globalThis & { [KEY]?: Map<string, Cached> }
/** On globalThis, because a development reload loads this module again. */
const clients = (): Map<string, Cached> => (holder[KEY] ??= new Map())

function clientOf(clusterId: string, sealed: string): KubeApi {
  const cached = clients().get(clusterId)
  if (cached?.sealed === sealed) return cached.api
  void cached?.api.close()
  const api = createKubeApi(openConnection(clusterId, sealed))
  clients().set(clusterId, { sealed, api })
  return api
}

/** Ends this process' client of a cluster that was removed. */
export function forgetClient(clusterId: string): void {
  void clients().get(clusterId)?.api.close()
  clients().delete(clusterId)
}

/**
 * The client of a cluster. Throws PRECONDITION `cluster_preparing` with the progress while a sandbox is being made ready, NOT_FOUND for
 * an unknown id. Whether the cluster answers is for the first call to find out.
 */
export async function kubeForCluster(clusterId: string): Promise<KubeApi> {
  const row = await db.cluster.findUnique({
    where: { id: clusterId },
    select: { ...clusterSelect, connection: true },
  })
  if (!row) throw new AppError('NOT_FOUND')
  if (row.state === 'preparing' || row.connection === '') {
    const { name, progress } = toClusterSummary(row)
    throw new AppError('PRECONDITION', {
      reason: 'cluster_preparing',
      params: { cluster: name, percent: progress?.percent ?? 0 },
    })
  }
  return clientOf(clusterId, row.connection)
}
