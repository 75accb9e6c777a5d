/** apps/Deployment: paused, observed, deadline, then the three counts of a rollout in their order. */
import { type HealthRule, degraded, healthy, progressing, suspended } from './make.ts'
import { at, conditionOf, isStale, numberAt } from './read.ts'

export const deployment: HealthRule = (object) => {
  if (at(object, 'spec', 'paused') === true) return suspended('rollout_paused')
  if (isStale(object)) return progressing('status_pending')
  const rollout = conditionOf(object, 'Progressing')
  if (rollout?.reason === 'ProgressDeadlineExceeded') return degraded('rollout_stuck', {}, rollout.message)
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1
  const updated = numberAt(object, 'status', 'updatedReplicas') ?? 0
  const all = numberAt(object, 'status', 'replicas') ?? 0
  const available = numberAt(object, 'status', 'availableReplicas') ?? 0
  // Pods that the API server refuses (quota, Pod Security) do not change the status before the deadline, but they are why it waits.
  const refused = conditionOf(object, 'ReplicaFailure')
  const detail = refused?.status === 'True' ? refused.message : ''
  if (updated < wanted) return progressing('rollout_waiting', { ready: updated, wanted }, detail)
  if (all > updated) return progressing('rollout_waiting', { ready: updated, wanted: all }, detail)
  if (available < updated) return progressing('pods_waiting', { ready: available, wanted: updated }, detail)
  return healthy
}
