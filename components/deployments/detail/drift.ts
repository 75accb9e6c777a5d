/** Who made a deployment differ, for the one sentence of its header. Pure. */
import type { ManagedObject } from '#lib/features/deployments/types.ts'

/** `object`: the first that differs; `managers`: who wrote its and the others' fields, by name, without Ieum itself. */
export type Drift = { object: ManagedObject; others: number; fields: number; managers: string[] }

/** Managers that are named; more would be no sentence. */
const MOST_NAMED = 3

/** Null where nothing differs in a field. */
export function driftOf(objects: readonly ManagedObject[]): Drift | null {
  const drifted = objects.filter(({ differences }) => differences.length > 0)
  const [object, ...others] = drifted
  if (!object) return null
  const fields = drifted.flatMap(({ differences }) => differences)
  const managers = new Set(fields.map(({ owner }) => owner).filter((owner) => owner !== '' && owner !== 'ieum'))
  return { object, others: others.length, fields: fields.length, managers: [...managers].slice(0, MOST_NAMED) }
}
