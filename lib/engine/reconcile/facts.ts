/** What a pass knows once Git and cluster have been looked at. */
import type { ClusterClient } from '../clusters/registry.ts'
import type { InventoryEntry } from '../inventory/algebra.ts'
import type { KubeObject } from '../model/resource.ts'
import type { Comparison } from '../model/target.ts'
import { compareIds } from '../plan/order.ts'
import { ownerOf } from '../ownership/mark.ts'
import type { Leftover } from '../plan/prune.ts'
import { compareTargets } from './compare.ts'
import { type Wanted, loadWanted } from './desired.ts'
import { readLeftovers } from './leftovers.ts'
import type { Pass } from './pass.ts'
import type { ResolvedRevision } from '#lib/git/types.ts'

export type Facts = {
  client: ClusterClient
  wanted: Wanted
  comparisons: Map<string, Comparison>
  lives: Map<string, KubeObject | null>
  leftovers: Leftover[]
  isDestinationMissing: boolean
}

/** Looks at Git, at the cluster and at the inventory. Throws `StageError`. */
export async function gatherFacts(pass: Pass, client: ClusterClient, revision: ResolvedRevision): Promise<Facts> {
  const wanted = await loadWanted(pass, client, revision)
  const [compared, leftovers] = await Promise.all([
    compareTargets(pass, client, wanted.targets),
    readLeftovers(pass, wanted.targets),
  ])
  return { client, wanted, ...compared, leftovers }
}

/** Inventory entries of the targets, numbered in the order of application; what is recorded already keeps its history. */
export function plannedEntries(pass: Pass, { wanted, lives }: Pick<Facts, 'wanted' | 'lives'>): InventoryEntry[] {
  const { id: deploymentId, cluster, inventory } = pass.snapshot
  const known = new Map(inventory.filter((entry) => entry.clusterId === cluster.id).map((entry) => [entry.key, entry]))
  return wanted.targets
    .toSorted((left, right) => compareIds(left.id, right.id))
    .map(({ id, key }, ordinal) => {
      const entry = known.get(key)
      const live = lives.get(key) ?? null
      const applied = entry?.applied ?? false
      // What exists without our mark before the first apply was somebody else's: it is taken over, not created.
      const isForeign = live !== null && ownerOf(live) !== deploymentId
      const created = applied ? (entry?.created ?? true) : !isForeign && (entry?.created ?? true)
      return {
        ...id,
        clusterId: cluster.id,
        key,
        uid: live?.metadata.uid ?? entry?.uid ?? '',
        ordinal,
        applied,
        created,
      }
    })
}
