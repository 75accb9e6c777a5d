/** The digest of a plan: equal exactly when the same would be done to the same objects for the same reasons. */
import { createHash } from 'node:crypto'
import { type SyncPlan, numberedOperations } from '../model/plan.ts'
import type { Target } from '../model/target.ts'

/**
 * Names what is done, in which order, with which text, and what it changes in the cluster. Not the commit: one that changes nothing here
 * leaves the plan as it was.
 */
export function planDigest(plan: SyncPlan, targets: ReadonlyMap<string, Target>): string {
  const hash = createHash('sha256')
  hash.update(plan.propagation)
  for (const { operation, step } of numberedOperations(plan)) {
    const { key, id, clusterId, phase, wave, action, write, recreate, differences, hook, why } = operation
    const target = targets.get(key)
    const text = write && action !== 'delete' ? (target?.text ?? '') : ''
    const what = [step, clusterId, phase, wave, action, write, recreate, why?.reason ?? '', differences]
    // A hook's name may contain the number of its run; the plan is the same whichever run carries it out.
    const which = hook ? [id.kind, id.namespace, target?.source, text.replaceAll(id.name, '')] : [key, text]
    hash.update(JSON.stringify([...what, ...which]))
  }
  return hash.digest('base64url')
}
