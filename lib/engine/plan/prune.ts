/**
 * Which of the objects that are no longer wanted may be deleted. A deletion needs all of: recorded in the inventory as made by Ieum,
 * our own mark that describes the object itself, no ownerReferences, not a target, not protected, and pruning switched on.
 */
import { type InventoryEntry, entryKey } from '../inventory/algebra.ts'
import { NO_OPTIONS, objectOptions } from '../model/object-options.ts'
import type { Operation } from '../model/plan.ts'
import type { KubeObject } from '../model/resource.ts'
import { type Why, why } from '../model/why.ts'
import { ownerOf } from '../ownership/mark.ts'
import { pruneProtection } from './protection.ts'

/** An inventory entry that is not a target. `live` is null when the server said 404, undefined when it could not be asked. */
export type Leftover = {
  entry: InventoryEntry
  live: KubeObject | null | undefined
  /** Git still has it, elsewhere: the destination of the deployment changed. */
  isMoved?: boolean
}

export type PruneRules = {
  deploymentId: string
  /** The present destination; an entry of another cluster was left behind when the destination changed. */
  clusterId: string
  isAllowed: boolean
  /** A person who saw the plan chose to prune; otherwise the guards against surprises apply. */
  isChosen: boolean
  /** Keys that a person chose one by one; for them also a confirmation that the object asks for is given. */
  chosenKeys: ReadonlySet<string>
  /** An automatic prune may leave nothing at all. */
  allowEmpty: boolean
  targetCount: number
  inventoryCount: number
}

export type PruneDecision = {
  operations: Operation[]
  /** Entries whose object is gone or is no longer ours: they leave the inventory without a deletion. */
  released: InventoryEntry[]
}

const MAX_COUNT = 10
const MAX_SHARE = 0.3

/**
 * More than 10 objects or 30 % of the inventory asks a person before an automatic prune. One object never does: in a small deployment
 * every single deletion is more than 30 %.
 */
export const exceedsThreshold = (count: number, inventoryCount: number): boolean =>
  count > MAX_COUNT || (count > 1 && count > inventoryCount * MAX_SHARE)

/** Decides for every leftover. Deterministic; the order of the operations is the order of deletion (last applied first). */
export function decidePrune(leftovers: readonly Leftover[], rules: PruneRules): PruneDecision {
  const isReleased = ({ live }: Leftover) => live === null || (live !== undefined && !isOurs(live, rules.deploymentId))
  const kept = leftovers.filter((leftover) => !isReleased(leftover))
  const reasons = new Map(kept.map((leftover) => [leftover, keepReason(leftover, rules)]))
  const candidates = kept.filter((leftover) => reasons.get(leftover) === null)
  const guard = guardReason(candidates.length, rules)
  const operations = kept
    .toSorted((left, right) => right.entry.ordinal - left.entry.ordinal)
    .map((leftover) => toOperation(leftover, reasons.get(leftover) ?? guard, rules))
  return { operations, released: leftovers.filter(isReleased).map(({ entry }) => entry) }
}

/** Marked by this deployment, for itself, and not owned by another object. */
export const isOurs = (live: KubeObject, deploymentId: string): boolean =>
  ownerOf(live) === deploymentId && (live.metadata.ownerReferences ?? []).length === 0

function keepReason(leftover: Leftover, rules: PruneRules): Why | null {
  const { entry, live } = leftover
  if (live === undefined) return why('api_failed')
  if (live?.metadata.deletionTimestamp !== undefined) return null
  if (live !== null) {
    const protection = pruneProtection(entry, live, objectOptions(live))
    const isConfirmed = protection?.reason === 'needs_confirmation' && rules.chosenKeys.has(entry.key)
    if (protection && !isConfirmed) return protection
  }
  if (!entry.created) return why('adopted_kept')
  return rules.isAllowed ? null : unwanted(leftover)
}

/** Why an object is not wanted (any more) where it is. */
const unwanted = ({ isMoved, entry }: Leftover): Why =>
  isMoved ? why('left_behind', { namespace: entry.namespace }) : why('not_in_git')

function guardReason(count: number, rules: PruneRules): Why | null {
  if (count === 0 || rules.isChosen) return null
  if (rules.targetCount === 0) return rules.allowEmpty ? null : why('prune_would_empty', { count })
  return exceedsThreshold(count, rules.inventoryCount)
    ? why('prune_threshold', { count, total: rules.inventoryCount })
    : null
}

/** The operation on one leftover: its deletion, or that it is left alone and why. */
export function toOperation(leftover: Leftover, keep: Why | null, rules: { clusterId: string }): Operation {
  const { entry, live } = leftover
  const { group, version, kind, namespace, name } = entry
  const options = live ? objectOptions(live) : NO_OPTIONS
  return {
    key: entry.clusterId === rules.clusterId ? entry.key : entryKey(entry),
    id: { group, version, kind, namespace, name },
    clusterId: entry.clusterId,
    phase: 'Sync',
    wave: entry.wave,
    action: keep ? 'skip' : 'delete',
    why: keep ?? unwanted(leftover),
    write: keep === null && live?.metadata.deletionTimestamp === undefined,
    validated: true,
    recreate: false,
    differences: [],
    hook: null,
    isLast: options.pruneLast,
  }
}
