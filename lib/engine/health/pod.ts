/** Pod: what its containers wait for (only where they are restarted for ever), then its phase. */
import type { Health } from '../model/health.ts'
import type { KubeObject } from '../model/resource.ts'
import { type HealthRule, degraded, healthy, progressing, unknown } from './make.ts'
import { at, conditionOf, listAt, numberAt, textAt } from './read.ts'

const ownContainers = (pod: KubeObject): unknown[] => listAt(pod, 'status', 'containerStatuses')
const containers = (pod: KubeObject): unknown[] => [
  ...listAt(pod, 'status', 'initContainerStatuses'),
  ...ownContainers(pod),
]

/** A container that waits for a reason like ErrImagePull, CreateContainerConfigError or CrashLoopBackOff. */
function failedWaiting(pod: KubeObject): Health | null {
  for (const container of containers(pod)) {
    const reason = textAt(container, 'state', 'waiting', 'reason')
    if (/^Err|Error$|BackOff$/.test(reason)) {
      const params = { container: textAt(container, 'name'), state: reason }
      return degraded('container_failed', params, textAt(container, 'state', 'waiting', 'message'))
    }
  }
  return null
}

/** The end of a failed pod: its own words, or how its first failed container ended. */
function failed(pod: KubeObject): Health {
  const detail = textAt(pod, 'status', 'message')
  for (const container of containers(pod)) {
    const end = at(container, 'state', 'terminated')
    const exit = numberAt(end, 'exitCode') ?? 0
    if (end === undefined || exit === 0) continue
    const state = textAt(end, 'reason') === 'OOMKilled' ? 'OOMKilled' : `exit ${exit}`
    return degraded(
      'container_failed',
      { container: textAt(container, 'name'), state },
      detail || textAt(end, 'message'),
    )
  }
  return degraded('container_failed', { container: '', state: textAt(pod, 'status', 'reason') }, detail)
}

export const pod: HealthRule = (object) => {
  const isRestarted = (textAt(object, 'spec', 'restartPolicy') || 'Always') === 'Always'
  const waiting = isRestarted ? failedWaiting(object) : null
  if (waiting) return waiting
  switch (textAt(object, 'status', 'phase')) {
    case 'Pending':
      return progressing('pods_waiting', { ready: 0, wanted: 1 }, conditionOf(object, 'PodScheduled')?.message)
    case 'Succeeded':
      return healthy
    case 'Failed':
      return failed(object)
    case 'Running':
      return running(object, isRestarted)
    default:
      return unknown('status_pending')
  }
}

function running(object: KubeObject, isRestarted: boolean): Health {
  if (!isRestarted) return progressing('job_running')
  if (conditionOf(object, 'Ready')?.status === 'True') return healthy
  // An init container that was tried twice has done its work by now.
  const crashed = ownContainers(object).find((container) => at(container, 'lastState', 'terminated') !== undefined)
  if (crashed === undefined) return progressing('pods_waiting', { ready: 0, wanted: 1 })
  const end = at(crashed, 'lastState', 'terminated')
  const state = textAt(end, 'reason') || `exit ${numberAt(end, 'exitCode') ?? 0}`
  return degraded('container_failed', { container: textAt(crashed, 'name'), state }, textAt(end, 'message'))
}
