/**
 * The inventory: every object Ieum recorded that it may have made. It grows before anything is applied (old ∪ planned) and shrinks
 * only after the API server confirmed a deletion, so that a crash at any point leaves no object that nobody remembers.
 */
import type { ResourceId } from '../model/resource.ts'

export type InventoryEntry = ResourceId & {
  clusterId: string
  key: string
  uid: string
  /** Order of application; deletion goes backwards. */
  ordinal: number
  /** The API server confirmed the object for this deployment. */
  applied: boolean
  /** False: it existed before Ieum and was taken over. */
  created: boolean
  /** Sync wave; deletion takes the highest first. */
  wave: number
  /** Made by a run as a hook: not part of the wanted state, deleted with the deployment. */
  hook: boolean
}

/** Identity of an entry: the same key on two clusters is two objects. */
export const entryKey = (entry: Pick<InventoryEntry, 'clusterId' | 'key'>): string => `${entry.clusterId}|${entry.key}`

/**
 * old ∪ planned. Version, order and uid follow the plan; that an object was applied stays known, and so does whether it was made by Ieum
 * once it was applied. Before that, an object that exists without our mark was somebody else's.
 */
export function extend(old: readonly InventoryEntry[], planned: readonly InventoryEntry[]): InventoryEntry[] {
  const result = new Map(old.map((entry) => [entryKey(entry), entry]))
  for (const entry of planned) {
    const known = result.get(entryKey(entry))
    result.set(entryKey(entry), known ? merged(known, entry) : entry)
  }
  return [...result.values()]
}

const merged = (known: InventoryEntry, planned: InventoryEntry): InventoryEntry => ({
  ...planned,
  uid: planned.uid || known.uid,
  applied: known.applied || planned.applied,
  created: known.created && (known.applied || planned.created),
})

/** inventory − targets: what was made and is no longer wanted. */
export function notWanted(
  inventory: readonly InventoryEntry[],
  targets: readonly Pick<InventoryEntry, 'clusterId' | 'key'>[],
): InventoryEntry[] {
  const wanted = new Set(targets.map(entryKey))
  return inventory.filter((entry) => !wanted.has(entryKey(entry)))
}

/** Entries without those that are confirmed gone. */
export const shrink = (
  inventory: readonly InventoryEntry[],
  gone: readonly Pick<InventoryEntry, 'clusterId' | 'key'>[],
): InventoryEntry[] => notWanted(inventory, gone)
