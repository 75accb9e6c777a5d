/** Objects of the inventory that are no longer wanted, as they are now. */
import type { Discovery, KubeApi } from '#lib/kube/types.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { type InventoryEntry, notWanted } from '../inventory/algebra.ts'
import type { KubeObject } from '../model/resource.ts'
import type { Target } from '../model/target.ts'
import type { Leftover } from '../plan/prune.ts'
import { loadCluster } from '../store/snapshot.ts'
import { type Look, type Pass, openAsProject } from './pass.ts'

/** A client to look at any cluster the inventory names; null when it is not registered any more or cannot be used. */
export async function clientOf(pass: Look, clusterId: string): Promise<ClusterClient | null> {
  const { cluster } = pass.snapshot
  try {
    const row = clusterId === cluster.id ? cluster : await loadCluster(clusterId)
    return row && pass.ports.clusters.open(row)
  } catch {
    return null
  }
}

/** The same for writing: as the deployment's DevOps project. */
export async function writerOf(pass: Pass, clusterId: string): Promise<ClusterClient | null> {
  const { cluster } = pass.snapshot
  try {
    const row = clusterId === cluster.id ? cluster : await loadCluster(clusterId)
    return row && (await openAsProject(pass, row))
  } catch {
    return null
  }
}

/** inventory − targets, each with its live object. What cannot be read is undefined: it is neither deleted nor forgotten. */
export function readLeftovers(pass: Look, targets: readonly Target[]): Promise<Leftover[]> {
  const clusterId = pass.snapshot.cluster.id
  const entries = notWanted(
    pass.snapshot.inventory.filter(({ hook }) => !hook),
    targets.map(({ key }) => ({ clusterId, key })),
  )
  const wanted = new Set(targets.map(({ id }) => placeless(id)))
  return Promise.all(
    entries.map(async (entry) => ({
      entry,
      live: await readEntry(pass, entry),
      // Wanted still, but somewhere else: the destination of the deployment changed.
      isMoved: wanted.has(placeless(entry)),
    })),
  )
}

const placeless = ({ group, kind, name }: Pick<InventoryEntry, 'group' | 'kind' | 'name'>) => `${group}/${kind}/${name}`

/** The live object of an entry: null when the server says it does not exist, undefined when nobody can say. */
export async function readEntry(pass: Look, entry: InventoryEntry): Promise<KubeObject | null | undefined> {
  const client = await clientOf(pass, entry.clusterId)
  if (client === null) return undefined
  try {
    const discovery = await discoveryWith(client.api, entry)
    if (discovery.find(entry.group, entry.version, entry.kind)) return await client.live.read(entry)
    if (discovery.broken.includes(entry.group)) return undefined
    const served = discovery.findKind(entry.group, entry.kind)
    // A kind that is served no more took its objects with it.
    return served ? await client.live.read({ ...entry, version: served.version }) : null
  } catch {
    return undefined
  }
}

/** What the server serves; asked anew before it is believed that a recorded kind is gone, because another process may just have defined it. */
async function discoveryWith(api: KubeApi, { group, version, kind }: InventoryEntry): Promise<Discovery> {
  const known = await api.discover()
  return known.find(group, version, kind) || known.broken.includes(group) ? known : api.discover(true)
}
