/** policy/PodDisruptionBudget: a budget that currently allows no disruption is not a fault. */
import { type HealthRule, degraded, healthy, progressing } from './make.ts'
import { conditionsOf } from './read.ts'

export const podDisruptionBudget: HealthRule = (object) => {
  const conditions = conditionsOf(object)
  if (conditions.length === 0) return progressing('status_pending')
  const broken = conditions.find(({ status, reason }) => status === 'False' && reason !== 'InsufficientPods')
  return broken
    ? degraded('condition_false', { condition: broken.type, state: broken.reason }, broken.message)
    : healthy
}
