/** What a pass knows once Git and cluster have been looked at. */
import type { ClusterClient } from '../clusters/registry.ts'
import { type InventoryEntry, extend } from '../inventory/algebra.ts'
import type { KubeObject } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { compareIds } from '../plan/order.ts'
import { ownerOf } from '../ownership/mark.ts'
import type { Leftover } from '../plan/prune.ts'
import { compareTargets } from './compare.ts'
import { type Wanted, loadWanted } from './desired.ts'
import { readLeftovers } from './leftovers.ts'
import type { Look } from './pass.ts'
import type { ResolvedRevision } from '#lib/git/types.ts'

export type Facts = {
  client: ClusterClient
  wanted: Wanted
  comparisons: Map<string, Comparison>
  lives: Map<string, KubeObject | null>
  leftovers: Leftover[]
  isDestinationMissing: boolean
}

/** Looks at Git, at the cluster and at the inventory. `isMissing`: the destination namespace is known not to exist. Throws `StageError`. */
export async function gatherFacts(
  pass: Look,
  client: ClusterClient,
  revision: ResolvedRevision,
  isMissing: boolean,
): Promise<Facts> {
  const wanted = await loadWanted(pass, client, revision)
  const [compared, leftovers] = await Promise.all([
    compareTargets(pass, client, wanted.targets, isMissing),
    readLeftovers(pass, wanted.targets),
  ])
  return { client, wanted, ...compared, leftovers }
}

/**
 * old ∪ planned: the inventory with an entry for every target and every hook that a run makes, numbered in the order of application. What
 * another deployment made and a person took over counts as made by Ieum.
 */
export function plannedInventory(
  pass: Look,
  { wanted, lives }: Pick<Facts, 'wanted' | 'lives'>,
  hooks: readonly Target[] = [],
): InventoryEntry[] {
  const { id: deploymentId, cluster, inventory, activeRun } = pass.snapshot
  const taken = new Set(activeRun?.options.takeOver)
  const planned = [...wanted.targets, ...hooks]
    .toSorted((left, right) => left.options.wave - right.options.wave || compareIds(left.id, right.id))
    .map(({ id, key, options }, ordinal): InventoryEntry => {
      const live = lives.get(key) ?? null
      const isOurs = ownerIn(lives, key) === deploymentId
      return {
        ...id,
        ...{ clusterId: cluster.id, key, ordinal, wave: options.wave },
        uid: live?.metadata.uid ?? '',
        applied: isOurs,
        created: live === null || isOurs,
        hook: options.hook !== null,
      }
    })
  const isTaken = ({ key }: InventoryEntry) => taken.has(key) && ![null, deploymentId].includes(ownerIn(lives, key))
  return extend(inventory, planned).map((entry) => (isTaken(entry) ? { ...entry, created: true } : entry))
}

function ownerIn(lives: Facts['lives'], key: string): string | null {
  const live = lives.get(key)
  return live ? ownerOf(live) : null
}
