/** Objects of the API server → what the tree shows of them. Whatever does not have a field reads as empty, never as a crash. Pure. */
import { z } from 'zod'
import { healthOf } from '#lib/engine/door.ts'
import { resourceIdOf, resourceKey, type KubeObject } from '#lib/engine/model/resource.ts'
import type { LiveNode } from '../types.ts'
import { ownersOf, type LiveObject } from './children.ts'

export type Live = LiveObject & Omit<LiveNode, 'parent'>

const count = z.number().catch(0)
const podSchema = z.object({
  spec: z
    .object({
      volumes: z
        .array(z.object({ persistentVolumeClaim: z.object({ claimName: z.string() }).optional().catch(undefined) }))
        .catch([]),
    })
    .catch({ volumes: [] }),
  status: z
    .object({
      containerStatuses: z.array(z.object({ ready: z.boolean().catch(false), restartCount: count })).catch([]),
    })
    .catch({ containerStatuses: [] }),
})
const replicasSchema = z.object({
  spec: z.object({ replicas: count }).catch({ replicas: 0 }),
  status: z.object({ readyReplicas: count, replicas: count }).catch({ readyReplicas: 0, replicas: 0 }),
})

const REVISION = 'deployment.kubernetes.io/revision'

type Counts = Pick<LiveNode, 'ready' | 'wanted' | 'restarts' | 'isPast'>
const NOTHING: Counts = { ready: null, wanted: null, restarts: 0, isPast: false }

function countsOf(object: KubeObject): Counts {
  if (object.kind === 'Pod') {
    const { containerStatuses } = podSchema.parse(object).status
    return {
      ready: containerStatuses.filter(({ ready }) => ready).length,
      wanted: containerStatuses.length,
      restarts: containerStatuses.reduce((sum, { restartCount }) => sum + restartCount, 0),
      isPast: false,
    }
  }
  if (object.kind !== 'ReplicaSet') return NOTHING
  const { spec, status } = replicasSchema.parse(object)
  return {
    ...NOTHING,
    ready: status.readyReplicas,
    wanted: spec.replicas,
    isPast: spec.replicas === 0 && status.replicas === 0,
  }
}

function claimsOf(object: KubeObject, namespace: string): string[] {
  if (object.kind !== 'Pod') return []
  return podSchema
    .parse(object)
    .spec.volumes.flatMap(({ persistentVolumeClaim }) => persistentVolumeClaim?.claimName ?? [])
    .map((name) => resourceKey({ group: '', kind: 'PersistentVolumeClaim', namespace, name }))
}

/** One object, trimmed: a list of thousands is kept for a few seconds. */
export function toLive(object: KubeObject): Live {
  const id = resourceIdOf(object)
  const { status, why } = healthOf(object)
  return {
    key: resourceKey(id),
    ...id,
    owners: ownersOf(object),
    claims: claimsOf(object, id.namespace),
    health: status,
    healthWhy: why,
    ...countsOf(object),
    revision: object.metadata.annotations?.[REVISION] ?? '',
    createdAt: object.metadata.creationTimestamp ?? null,
  }
}
