/** From facts and outcome to what is written down. */
import { isCounted } from '../health/counted.ts'
import { healthOf } from '../health/health-of.ts'
import { type ObjectHealth, worst } from '../health/worst.ts'
import { type InventoryEntry, entryKey, shrink } from '../inventory/algebra.ts'
import type { Health } from '../model/health.ts'
import { resourceKey } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { why } from '../model/why.ts'
import type { PruneDecision } from '../plan/prune.ts'
import { leftoverSync, overallSync, syncOf } from '../plan/status.ts'
import type { Conducted } from './conduct-run.ts'
import { objectOptions } from '../model/object-options.ts'
import { type Facts, plannedInventory } from './facts.ts'
import { isRefusal } from './failure.ts'
import type { Pass } from './pass.ts'
import { planFor } from './planning.ts'
import type { ObjectRecord, StatusRecord } from './record.ts'

export type Summary = { status: StatusRecord; objects: ObjectRecord[]; released: InventoryEntry[] }

/** The facts as an execution left them. */
export function afterRun(facts: Facts, { outcome }: Conducted): Facts {
  const comparisons = new Map(facts.comparisons)
  const lives = new Map(facts.lives)
  for (const [key, object] of outcome?.applied ?? []) {
    if (!comparisons.has(key)) continue
    comparisons.set(key, { kind: 'same', hasOther: false })
    lives.set(key, object)
  }
  for (const [key, reason] of outcome?.failed ?? []) {
    if (comparisons.has(key)) comparisons.set(key, { kind: 'failed', why: reason, isRefused: isRefusal(reason.reason) })
  }
  const gone = outcome?.gone ?? new Set<string>()
  const leftovers = facts.leftovers.map((leftover) =>
    gone.has(leftover.entry.key) || gone.has(`${leftover.entry.clusterId}|${leftover.entry.key}`)
      ? { ...leftover, live: null }
      : leftover,
  )
  return { ...facts, comparisons, lives, leftovers }
}

/** Sums up facts that are of the commit the deployment tracks. */
export function summarise(pass: Pass, facts: Facts): Summary {
  const { prune } = planFor(pass, facts, null)
  const inventory = shrink(plannedInventory(pass, facts), prune.released)
  const targets = new Map(facts.wanted.targets.map((target) => [target.key, target]))
  const isTarget = (entry: InventoryEntry) => entry.clusterId === pass.snapshot.cluster.id && targets.has(entry.key)
  const wanted = inventory.filter(isTarget).flatMap((entry) => {
    const target = targets.get(entry.key)
    return target ? [targetRecord(facts, entry, target)] : []
  })
  const rest = leftoverRecords(facts, prune)
  const objects = [...wanted, ...rest]
  const uncounted = extraneous(facts)
  const counted = objects.filter((record) => !uncounted.has(entryKey(record)))
  const overall = overallSync(counted.map((record) => ({ id: record, sync: record.sync, why: record.syncWhy })))
  return {
    objects,
    released: prune.released,
    status: {
      health: worst(
        wanted
          .filter(({ key, health }) => {
            const object = facts.lives.get(key) ?? targets.get(key)?.object
            return object === undefined || isCounted(object, health)
          })
          .map(objectHealth),
      ),
      sync: overall,
      source: { commit: facts.wanted.commit, resolvedName: facts.wanted.revision.ref },
      sourceKind: facts.wanted.rendered.kind,
      ...(overall.sync === 'Synced' ? { syncedCommit: facts.wanted.commit.id } : {}),
      observedGeneration: pass.snapshot.generation,
      counts: { objects: objects.length, outOfSync: overall.outOfSync },
      condition: null,
      warnings: facts.wanted.warnings,
      hasChanged: false,
    },
  }
}

/** Left behind objects that say that they do not make the deployment OutOfSync. */
const extraneous = ({ leftovers }: Facts): Set<string> =>
  new Set(
    leftovers.filter(({ live }) => live && objectOptions(live).ignoreExtraneous).map(({ entry }) => entryKey(entry)),
  )

const objectHealth = ({ key, health, healthWhy }: ObjectRecord): ObjectHealth => ({
  key,
  health: health === null ? null : { status: health, why: healthWhy },
})

function targetRecord(facts: Facts, entry: InventoryEntry, target: Target): ObjectRecord {
  const comparison = facts.comparisons.get(target.key)
  const { sync, why: syncWhy } = syncOf(target, comparison)
  const health = healthOfTarget(facts, target, comparison)
  return {
    ...entry,
    sync,
    syncWhy,
    differences: comparison?.kind === 'differs' ? comparison.differences : [],
    health: health?.status ?? null,
    healthWhy: health?.why ?? null,
  }
}

/** Null: not in the cluster. What could not be read is Unknown with the reason it could not be. */
function healthOfTarget(facts: Facts, target: Target, comparison: Comparison | undefined): Health | null {
  const live = facts.lives.get(target.key)
  if (live) return healthOf(live)
  const isUnread = live === undefined && comparison?.kind === 'failed' && !comparison.isRefused
  return isUnread ? { status: 'Unknown', why: comparison.why } : null
}

/** What is no longer wanted and still there. */
function leftoverRecords({ leftovers }: Facts, { operations }: PruneDecision): ObjectRecord[] {
  const decided = new Map(
    operations.map((operation) => [`${operation.clusterId} ${resourceKey(operation.id)}`, operation]),
  )
  return leftovers.flatMap(({ entry, live }) => {
    const operation = decided.get(`${entry.clusterId} ${entry.key}`)
    if (operation === undefined) return []
    const { sync, why: syncWhy } = leftoverSync(operation)
    const health: Health = live ? healthOf(live) : { status: 'Unknown', why: why('api_failed') }
    return [{ ...entry, sync, syncWhy, differences: [], health: health.status, healthWhy: health.why }]
  })
}
