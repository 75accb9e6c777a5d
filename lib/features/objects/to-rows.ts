/** Live objects → rows of a project's lists. Pure. */
import { healthOf } from '#lib/engine/door.ts'
import { resourceIdOf, type KubeObject } from '#lib/engine/model/resource.ts'
import { dataOf, readPod, readWorkload } from './read.ts'
import { isSecret } from './to-detail.ts'
import type { ConfigRow, ManagedBy, PodRow, WorkloadRow } from './types.ts'

const rowOf = (object: KubeObject, managedBy: ManagedBy | null) => ({
  ...resourceIdOf(object),
  createdAt: object.metadata.creationTimestamp ?? null,
  managedBy,
})

const healthFields = (object: KubeObject) => {
  const { status, why } = healthOf(object)
  return { health: status, healthWhy: why }
}

function readyOf(object: KubeObject): WorkloadRow['ready'] {
  const { spec, status } = readWorkload(object)
  switch (object.kind) {
    case 'DaemonSet':
      return { ready: status.numberReady, wanted: status.desiredNumberScheduled }
    case 'Job':
      return { ready: status.succeeded, wanted: spec.completions ?? 1 }
    case 'CronJob':
      return null
    default:
      return { ready: status.readyReplicas, wanted: spec.replicas ?? 1 }
  }
}

export function toWorkloadRow(object: KubeObject, managedBy: ManagedBy | null): WorkloadRow {
  const { spec } = readWorkload(object)
  const { containers } = (spec.jobTemplate?.spec.template ?? spec.template).spec
  return {
    ...rowOf(object, managedBy),
    ...healthFields(object),
    ready: readyOf(object),
    images: containers.map(({ image }) => image),
    schedule: spec.schedule,
  }
}

export function toPodRow(object: KubeObject, managedBy: ManagedBy | null): PodRow {
  const { spec, status } = readPod(object)
  const owner = object.metadata.ownerReferences?.find(({ controller }) => controller)
  return {
    ...rowOf(object, managedBy),
    ...healthFields(object),
    ready: {
      ready: status.containerStatuses.filter(({ ready }) => ready).length,
      wanted: spec.containers.length,
    },
    restarts: status.containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
    node: spec.nodeName,
    ip: status.podIP,
    owner: owner ? { kind: owner.kind, name: owner.name } : null,
  }
}

const SHOWN_KEYS = 20

/** Names only: no value leaves the server with a list. */
export function toConfigRow(object: KubeObject, managedBy: ManagedBy | null): ConfigRow {
  const keys = Object.keys(dataOf(object))
  const type = object['type']
  return {
    ...rowOf(object, managedBy),
    type: isSecret(object) && typeof type === 'string' ? type : '',
    keys: keys.slice(0, SHOWN_KEYS),
    keyCount: keys.length,
  }
}
