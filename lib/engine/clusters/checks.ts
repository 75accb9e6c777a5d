/**
 * Looking whether registered clusters answer, by the clients that passes use. Two small reads each, a few clusters at once; what passes
 * learn themselves (`doubt`) brings the look forward.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { AppError } from '#lib/core/errors.ts'
import { refineUnreachable } from '#lib/kube/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { PassOverdue, withinSeconds } from '../runtime/deadline.ts'
import { type CheckOutcome, type DueCluster, claimDueClusters, keepCheck } from '../store/cluster-checks.ts'
import type { ClusterRegistry } from './registry.ts'

const TICK_MS = 2_000
/** Clusters of this process at once. */
const MOST_AT_ONCE = 8
/** An API server that takes longer does not answer. Seconds. */
const PATIENCE = 15

const NAMESPACES = { group: '', version: 'v1', kind: 'Namespace', plural: 'namespaces', namespaced: false, verbs: [] }

/** Throws why the cluster does not answer, or does not know us any more: the version alone is told to anybody. */
async function ask(api: KubeApi): Promise<string> {
  const version = await api.version()
  try {
    await api.list(NAMESPACES, { fieldSelector: 'metadata.name=kube-system', most: 1 })
  } catch (error) {
    // Whoever may not read it is known all the same.
    if (!(error instanceof AppError && error.reason === 'cluster_forbidden')) throw error
  }
  return version
}

/** What one look at a cluster comes to. Throws what is not the cluster's doing, such as a credential that cannot be opened. */
export async function checkOf(api: KubeApi, server: string): Promise<CheckOutcome> {
  try {
    return { kubeVersion: await withinSeconds(PATIENCE, ask(api)) }
  } catch (error) {
    if (error instanceof PassOverdue) return { reason: 'api_timeout', detail: '' }
    if (!(error instanceof AppError) || error.reason === undefined) throw error
    const { reason = error.reason, detail = '' } = refineUnreachable(error, new URL(server).host)
    return { reason, detail }
  }
}

export type ClusterChecks = { stop: () => Promise<void> }

/** Looks at due clusters every two seconds until stopped. */
export function startClusterChecks(
  clusters: Pick<ClusterRegistry, 'open' | 'takeDoubted'>,
  onError: (error: unknown) => void,
): ClusterChecks {
  const stopping = new AbortController()
  const running = new Set<string>()

  const check = async (cluster: DueCluster) => {
    running.add(cluster.id)
    try {
      await keepCheck(cluster, await checkOf(clusters.open(cluster).api, cluster.server))
    } catch (error) {
      onError(error)
    } finally {
      running.delete(cluster.id)
    }
  }
  const look = async () => {
    const free = MOST_AT_ONCE - running.size
    if (free <= 0) return
    for (const cluster of await claimDueClusters(clusters.takeDoubted(), free)) void check(cluster)
  }
  const work = async () => {
    while (!stopping.signal.aborted) {
      await look().catch(onError)
      await delay(TICK_MS, undefined, { signal: stopping.signal, ref: false })
    }
  }
  const ended = work().catch(() => undefined)
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}
