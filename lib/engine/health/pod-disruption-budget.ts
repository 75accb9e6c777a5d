/** policy/PodDisruptionBudget: a budget that currently allows no disruption is not a fault. */
import { type HealthRule, broken, healthy, progressing } from './make.ts'
import { conditionsOf } from './read.ts'

export const podDisruptionBudget: HealthRule = (object) => {
  const conditions = conditionsOf(object)
  if (conditions.length === 0) return progressing('status_pending')
  const failure = conditions.find(({ status, reason }) => status === 'False' && reason !== 'InsufficientPods')
  return failure ? broken(failure) : healthy
}
