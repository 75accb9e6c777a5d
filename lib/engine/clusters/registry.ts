/** One client, one set of watches and one limit of calls per cluster row. A changed connection makes a new client and ends the old one. */
import { AppError } from '#lib/core/errors.ts'
import { decryptSecret } from '#lib/crypto/secrets.ts'
import type { KubeApi, KubeConnection } from '#lib/kube/types.ts'
import { type LiveObjects, type NewsListener, createLiveObjects } from '../observe/live-objects.ts'
import type { ClusterRow } from '../reconcile/snapshot.ts'

export type ClusterClient = {
  id: string
  api: KubeApi
  live: LiveObjects
  /** Version of the API server, as Helm charts may ask for it. */
  kubeVersion(): Promise<string>
}

export interface ClusterRegistry {
  /** Throws UNAVAILABLE `cluster_preparing` while there is no connection. */
  open(row: ClusterRow): ClusterClient
  /** A pass got no answer from the cluster: somebody should look whether it still answers at all. */
  doubt(clusterId: string): void
  /** Clusters that were doubted since the last time this was asked. */
  takeDoubted(): string[]
  close(): Promise<void>
}

/** The registered version, or what the server says, asked once. */
function versionOf(row: ClusterRow, api: KubeApi): () => Promise<string> {
  let asked = row.kubeVersion === '' ? undefined : Promise.resolve(row.kubeVersion)
  return () => {
    const answer = (asked ??= api.version())
    answer.catch(() => (asked = undefined))
    return answer
  }
}

type Entry = { connection: string; client: ClusterClient; stop: AbortController }

export function createClusterRegistry(
  connect: (connection: KubeConnection) => KubeApi,
  onNews: NewsListener,
): ClusterRegistry {
  const entries = new Map<string, Entry>()
  const doubted = new Set<string>()

  const end = async ({ client, stop }: Entry) => {
    stop.abort()
    await client.api.close()
  }

  const start = (row: ClusterRow): Entry => {
    const plain = decryptSecret(row.connection, { table: 'Cluster', id: row.id, column: 'connection' })
    const api = connect(JSON.parse(plain) as KubeConnection)
    const stop = new AbortController()
    const live = createLiveObjects(api, onNews, stop.signal)
    return {
      connection: row.connection,
      stop,
      client: { id: row.id, api, live, kubeVersion: versionOf(row, api) },
    }
  }

  return {
    open(row) {
      if (row.connection === '' || row.state === 'preparing') {
        throw new AppError('UNAVAILABLE', { reason: 'cluster_preparing', params: { cluster: row.name } })
      }
      const known = entries.get(row.id)
      if (known?.connection === row.connection) return known.client
      const entry = start(row)
      entries.set(row.id, entry)
      if (known) void end(known)
      return entry.client
    },

    doubt: (clusterId) => void doubted.add(clusterId),
    takeDoubted() {
      const ids = [...doubted]
      doubted.clear()
      return ids
    },

    async close() {
      await Promise.allSettled([...entries.values()].map(end))
      entries.clear()
    },
  }
}
