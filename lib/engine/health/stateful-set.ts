/** apps/StatefulSet: ready replicas, then the partition or the revision of a rolling update. Never Degraded: its pods say why. */
import { type HealthRule, healthy, progressing } from './make.ts'
import { isStale, numberAt, textAt } from './read.ts'

export const statefulSet: HealthRule = (object) => {
  if ((numberAt(object, 'status', 'observedGeneration') ?? 0) === 0 || isStale(object)) {
    return progressing('status_pending')
  }
  const wanted = numberAt(object, 'spec', 'replicas') ?? 1
  const ready = numberAt(object, 'status', 'readyReplicas') ?? 0
  if (ready < wanted) return progressing('pods_waiting', { ready, wanted })
  if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return healthy
  const partition = numberAt(object, 'spec', 'updateStrategy', 'rollingUpdate', 'partition')
  const updated = numberAt(object, 'status', 'updatedReplicas') ?? 0
  if (partition !== undefined) {
    return updated < wanted - partition
      ? progressing('rollout_waiting', { ready: updated, wanted: wanted - partition })
      : healthy
  }
  return textAt(object, 'status', 'updateRevision') === textAt(object, 'status', 'currentRevision')
    ? healthy
    : progressing('rollout_waiting', { ready: updated, wanted })
}
