/** Namespace: its phase. */
import { type HealthRule, healthy, progressing } from './make.ts'
import { conditionsOf, textAt } from './read.ts'

export const namespace: HealthRule = (object) => {
  if (textAt(object, 'status', 'phase') !== 'Terminating') return healthy
  const blocking = conditionsOf(object).find(({ status }) => status === 'True')
  return progressing('being_deleted', {}, blocking?.message)
}
