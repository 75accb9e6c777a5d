/** keda.sh/ScaledObject: not ready or living on its fallback, paused by a person, ready. */
import { type HealthRule, awaiting, broken, healthy, suspended } from './make.ts'
import { conditionOf } from './read.ts'

export const scaledObject: HealthRule = (object) => {
  const ready = conditionOf(object, 'Ready')
  if (ready?.status === 'False') return broken(ready)
  const fallback = conditionOf(object, 'Fallback')
  if (fallback?.status === 'True') return broken(fallback)
  if (ready?.status !== 'True') return awaiting('Ready', ready?.message)
  const paused = conditionOf(object, 'Paused')
  return paused?.status === 'True' ? suspended('suspended', {}, paused.message) : healthy
}
