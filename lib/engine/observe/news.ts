/** Whether a watch event can change what is known of a deployment. Controllers write far more often than that. */
import { isEqual } from '../compare/differences.ts'
import { judgedFrom, stillHolds } from '../compare/judged.ts'
import { healthOf } from '../health/health-of.ts'
import type { KubeObject } from '../model/resource.ts'
import { isTakenOver } from '../ownership/managers.ts'

/** "drift": a field that Git may have an opinion on changed; "health": only the state did. */
export type News = 'drift' | 'health' | null

export function newsOf(before: KubeObject | undefined, after: KubeObject | undefined): News {
  if (before === undefined || after === undefined) return before === after ? null : 'drift'
  // What controllers note on an object for themselves is no drift, as it would be no difference.
  if (!stillHolds(judgedFrom(before, before), after, isTakenOver)) return 'drift'
  return isEqual(healthOf(before), healthOf(after)) ? null : 'health'
}

/** True when `next` is not older than `known`. Resource versions of one kind can be compared as numbers where both are numbers. */
export function isNewer(next: KubeObject, known: KubeObject | undefined): boolean {
  const [left, right] = [next.metadata.resourceVersion, known?.metadata.resourceVersion]
  if (left === undefined || right === undefined || !/^\d+$/.test(left) || !/^\d+$/.test(right)) return true
  return BigInt(left) >= BigInt(right)
}
