/** What a pass knows once Git and cluster have been looked at. */
import type { ClusterClient } from '../clusters/registry.ts'
import { type InventoryEntry, extend } from '../inventory/algebra.ts'
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

/** old ∪ planned: the inventory with an entry for every target, numbered in the order of application. */
export function plannedInventory(pass: Pass, { wanted, lives }: Pick<Facts, 'wanted' | 'lives'>): InventoryEntry[] {
  const { id: deploymentId, cluster, inventory } = pass.snapshot
  const planned = wanted.targets
    .toSorted((left, right) => compareIds(left.id, right.id))
    .map(({ id, key }, ordinal): InventoryEntry => {
      const live = lives.get(key) ?? null
      const isOurs = live !== null && ownerOf(live) === deploymentId
      const uid = live?.metadata.uid ?? ''
      return { ...id, clusterId: cluster.id, key, uid, ordinal, applied: isOurs, created: live === null || isOurs }
    })
  return extend(inventory, planned)
}
