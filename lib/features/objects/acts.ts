/** What may be done with which object here, and how. Pure. */
import { AppError } from '#lib/core/errors.ts'
import { parseApiVersion, type KubeObject } from '#lib/engine/model/resource.ts'
import { readWorkload } from './read.ts'
import type { ObjectActs } from './types.ts'

const RESTARTABLE = ['apps/Deployment', 'apps/StatefulSet', 'apps/DaemonSet']
const SCALABLE = ['apps/Deployment', 'apps/StatefulSet', 'apps/ReplicaSet']
/** What sets the bounds of a project: whoever may only run things in it must not take them away. */
const BOUNDS = ['/ResourceQuota', '/LimitRange', '/ServiceAccount', 'networking.k8s.io/NetworkPolicy']
const RIGHTS = 'rbac.authorization.k8s.io'

const groupOf = (object: KubeObject): string => parseApiVersion(object.apiVersion).group

/** Objects of the whole cluster are deleted by their deployment, after its plan was shown, never one by one. */
export function actsOf(object: KubeObject): ObjectActs {
  const key = `${groupOf(object)}/${object.kind}`
  // A controller's replica set gets its size from its owner.
  const isOwned = (object.metadata.ownerReferences ?? []).some(({ controller }) => controller === true)
  return {
    restart: RESTARTABLE.includes(key),
    scale: SCALABLE.includes(key) && !isOwned,
    delete: object.metadata.namespace !== undefined && groupOf(object) !== RIGHTS && !BOUNDS.includes(key),
  }
}

/** Throws PRECONDITION `act_not_possible` for an act that is not for this object. */
export function requireAct(object: KubeObject, act: keyof ObjectActs): void {
  if (!actsOf(object)[act])
    throw new AppError('PRECONDITION', {
      reason: 'act_not_possible',
      params: { kind: object.kind, name: object.metadata.name },
    })
}

/** Throws CONFLICT `version_changed` when the object is a namesake of the one that was looked at. */
export function requireSame(object: KubeObject, uid: string): void {
  if (object.metadata.uid !== uid) throw new AppError('CONFLICT', { reason: 'version_changed' })
}

/** Wanted pods; null where the kind does not count them. */
export function replicasOf(object: KubeObject): number | null {
  if (!SCALABLE.includes(`${groupOf(object)}/${object.kind}`)) return null
  // The API server fills in 1.
  return readWorkload(object).spec.replicas ?? 1
}

/** As `kubectl rollout restart` does it: a new pod template, so that pods are replaced by the rules of the kind. */
export const restartPatch = (object: KubeObject, now: Date): object => ({
  metadata: { uid: object.metadata.uid },
  spec: { template: { metadata: { annotations: { 'kubectl.kubernetes.io/restartedAt': now.toISOString() } } } },
})

export const scalePatch = (object: KubeObject, replicas: number): object => ({
  metadata: { uid: object.metadata.uid },
  spec: { replicas },
})
