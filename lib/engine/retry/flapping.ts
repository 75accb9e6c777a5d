/**
 * Flapping: self-heal puts a field back, and somebody writes it again. Naming who does is the way out: one of the two has to give in, and a
 * rule that ignores the field is usually right.
 */
import type { Difference } from '../model/plan.ts'
import { type ResourceId, resourceKey } from '../model/resource.ts'
import type { Flapping } from '../reconcile/record.ts'

/** Healed this often in a row, it is no accident any more. */
const SUSPICIOUS = 3
/** Not seen again for this long, it is over. Seconds. */
const FORGOTTEN = 600

export type FlappingInput = {
  known: Flapping | null
  /** Heals in a row, this one included. */
  attempts: number
  /** This pass puts drift back. */
  isDrifting: boolean
  secondsSinceHeal: number | null
  /** What differed before it was put back. */
  objects: readonly { id: ResourceId; key: string; differences: readonly Difference[] }[]
}

/** The object, field and manager that keep coming back; null when nothing does (any more). Pure. */
export function detectFlapping({
  known,
  attempts,
  isDrifting,
  secondsSinceHeal,
  objects,
}: FlappingInput): Flapping | null {
  if (!isDrifting) return known && (secondsSinceHeal ?? Infinity) < FORGOTTEN ? known : null
  if (attempts < SUSPICIOUS) return null
  const same = objects.find(({ key }) => key === known?.key)
  const object = same ?? objects[0]
  const difference = object?.differences.find(({ owner }) => owner !== '') ?? object?.differences[0]
  if (object === undefined || difference === undefined) return known
  const { kind, name } = object.id
  return { key: resourceKey(object.id), kind, name, path: difference.path, manager: difference.owner, count: attempts }
}
