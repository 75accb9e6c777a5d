/** apps/ReplicaSet: a failure to make pods, then the available ones. */
import { type HealthRule, degraded, healthy, progressing } from './make.ts'
import { conditionOf, isStale, numberAt } from './read.ts'

export const replicaSet: HealthRule = (object) => {
  if (isStale(object)) return progressing('status_pending')
  const failure = conditionOf(object, 'ReplicaFailure')
  if (failure?.status === 'True') return degraded('rollout_stuck', {}, failure.message)
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1
  const available = numberAt(object, 'status', 'availableReplicas') ?? 0
  return available < wanted ? progressing('pods_waiting', { ready: available, wanted }) : healthy
}
