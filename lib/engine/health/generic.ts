/** Every other kind: kstatus' generic rule. An object without any of these fields is Healthy as soon as it exists. */
import { type HealthRule, awaiting, broken, healthy, progressing } from './make.ts'
import { conditionOf, isKnownStale } from './read.ts'

export const generic: HealthRule = (object) => {
  if (isKnownStale(object)) return progressing('status_pending')
  const reconciling = conditionOf(object, 'Reconciling')
  if (reconciling?.status === 'True') return awaiting('Reconciling', reconciling.message)
  const stalled = conditionOf(object, 'Stalled')
  if (stalled?.status === 'True') return broken(stalled)
  const ready = conditionOf(object, 'Ready')
  return ready === undefined || ready.status === 'True' ? healthy : awaiting('Ready', ready.message)
}
