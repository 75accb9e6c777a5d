/** From facts and outcome to what is written down. */
import { healthOf } from '../health/health-of.ts'
import { type ObjectHealth, worst } from '../health/worst.ts'
import type { InventoryEntry } from '../inventory/algebra.ts'
import type { Health } from '../model/health.ts'
import type { Comparison, Target } from '../model/target.ts'
import { why } from '../model/why.ts'
import { ownerOf } from '../ownership/mark.ts'
import { leftoverSync, overallSync, syncOf } from '../plan/status.ts'
import type { Conducted } from './conduct-run.ts'
import { type Facts, plannedEntries } from './facts.ts'
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
  const targets = targetRecords(pass, facts)
  const { prune } = planFor(pass, facts, null)
  const rest = leftoverRecords(pass, facts, prune.operations)
  const objects = [...targets, ...rest]
  const overall = overallSync(objects.map((record) => ({ id: record, sync: record.sync, why: record.syncWhy })))
  const { wanted } = facts
  return {
    objects,
    released: prune.released,
    status: {
      health: worst(targets.map(objectHealth)),
      sync: overall,
      source: { commit: wanted.commit, resolvedName: wanted.revision.ref },
      sourceKind: wanted.rendered.kind,
      ...(overall.sync === 'Synced' ? { syncedCommit: wanted.commit.id } : {}),
      observedGeneration: pass.snapshot.generation,
      counts: { objects: objects.length, outOfSync: overall.outOfSync },
      condition: null,
      warnings: wanted.warnings,
      hasChanged: false,
    },
  }
}

const objectHealth = ({ key, health, healthWhy }: ObjectRecord): ObjectHealth => ({
  key,
  health: health === null ? null : { status: health, why: healthWhy },
})

function targetRecords(pass: Pass, facts: Facts): ObjectRecord[] {
  const targets = new Map(facts.wanted.targets.map((target) => [target.key, target]))
  return plannedEntries(pass, facts).flatMap((entry) => {
    const target = targets.get(entry.key)
    return target ? [targetRecord(pass, facts, entry, target)] : []
  })
}

function targetRecord(pass: Pass, facts: Facts, entry: InventoryEntry, target: Target): ObjectRecord {
  const live = facts.lives.get(target.key)
  const comparison = facts.comparisons.get(target.key)
  const { sync, why: syncWhy } = syncOf(target, comparison)
  const health = healthOfTarget(facts, target, comparison)
  return {
    ...entry,
    uid: live?.metadata.uid ?? entry.uid,
    applied: entry.applied || (live !== null && live !== undefined && ownerOf(live) === pass.snapshot.id),
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

function leftoverRecords(
  pass: Pass,
  { leftovers }: Facts,
  operations: ReturnType<typeof planFor>['prune']['operations'],
): ObjectRecord[] {
  const byKey = new Map(operations.map((operation) => [`${operation.clusterId}|${operation.key}`, operation]))
  return leftovers.flatMap(({ entry, live }) => {
    const own = entry.clusterId === pass.snapshot.cluster.id
    const operation = byKey.get(`${entry.clusterId}|${own ? entry.key : `${entry.clusterId}|${entry.key}`}`)
    if (operation === undefined) return []
    const { sync, why: syncWhy } = leftoverSync(operation)
    const health: Health = live ? healthOf(live) : { status: 'Unknown', why: why('api_failed') }
    return [{ ...entry, sync, syncWhy, differences: [], health: health.status, healthWhy: health.why }]
  })
}
