/** Every other kind: kstatus' generic rule. An object without any of these fields is Healthy as soon as it exists. */
import { type HealthRule, degraded, healthy, progressing } from './make.ts'
import { at, conditionOf, isStale } from './read.ts'

export const generic: HealthRule = (object) => {
  if (at(object, 'status', 'observedGeneration') !== undefined && isStale(object)) return progressing('status_pending')
  const reconciling = conditionOf(object, 'Reconciling')
  if (reconciling?.status === 'True') {
    return progressing('condition_pending', { condition: 'Reconciling' }, reconciling.message)
  }
  const stalled = conditionOf(object, 'Stalled')
  if (stalled?.status === 'True') {
    return degraded('condition_false', { condition: 'Stalled', state: stalled.reason }, stalled.message)
  }
  const ready = conditionOf(object, 'Ready')
  return ready === undefined || ready.status === 'True'
    ? healthy
    : progressing('condition_pending', { condition: 'Ready' }, ready.message)
}
