/** apps/DaemonSet: scheduled with the newest template on every node, then available. Never Degraded: its pods say why. */
import { type HealthRule, healthy, progressing } from './make.ts'
import { isStale, numberAt, textAt } from './read.ts'

export const daemonSet: HealthRule = (object) => {
  if (isStale(object)) return progressing('status_pending')
  if (textAt(object, 'spec', 'updateStrategy', 'type') === 'OnDelete') return healthy
  const wanted = numberAt(object, 'status', 'desiredNumberScheduled') ?? 0
  const updated = numberAt(object, 'status', 'updatedNumberScheduled') ?? 0
  const available = numberAt(object, 'status', 'numberAvailable') ?? 0
  if (updated < wanted) return progressing('rollout_waiting', { ready: updated, wanted })
  if (available < wanted) return progressing('pods_waiting', { ready: available, wanted })
  return healthy
}
