/**
 * Which objects a person may look at. Through a project: those of its namespace. Through a continuous deployment: those it manages
 * (recorded in its inventory and carrying its mark), and what hangs below them by ownerReferences; only so kinds of the whole cluster.
 * Everything else does not exist.
 */
import type { DevopsScope, ProjectScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { ownerOf } from '#lib/engine/door.ts'
import {
  parseApiVersion,
  resourceIdOf,
  resourceKey,
  type KubeObject,
  type ResourceId,
} from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import type { KubeApi } from '#lib/kube/types.ts'

/** How an object names itself in the inputs of this feature. */
export type ObjectRef = { group: string; version: string; kind: string; namespace: string; object: string }

/** An object that the person may look at, as it is now. */
export type Found = { kube: KubeApi; clusterId: string; object: KubeObject }

const idOf = ({ group, version, kind, namespace, object }: ObjectRef): ResourceId => ({
  ...{ group, version, kind, namespace },
  name: object,
})

function existing(found: Found | null): Found {
  if (!found) throw new AppError('NOT_FOUND')
  return found
}

/** As `lookInProject`; throws NOT_FOUND where that answers null. */
export const findInProject = async (scope: ProjectScope, ref: ObjectRef): Promise<Found> =>
  existing(await lookInProject(scope, ref))

/** As `lookInDeployment`; throws NOT_FOUND where that answers null. */
export const findInDeployment = async (scope: DevopsScope, deployment: string, ref: ObjectRef): Promise<Found> =>
  existing(await lookInDeployment(scope, deployment, ref))

/** The object of the project's namespace; null for one that is not there. Throws the API server's failures. */
export async function lookInProject(scope: ProjectScope, ref: ObjectRef): Promise<Found | null> {
  if (ref.namespace !== scope.namespace) return null
  const kube = await kubeForCluster(scope.clusterId)
  const object = await kube.get(idOf(ref))
  return object && { kube, clusterId: scope.clusterId, object }
}

/**
 * The object that the deployment manages, or that hangs below one; null for any other, whether it exists or not. Throws NOT_FOUND for a
 * deployment that is not there, and the API server's failures.
 */
export async function lookInDeployment(scope: DevopsScope, deployment: string, ref: ObjectRef): Promise<Found | null> {
  const row = await db.continuousDeployment.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name: deployment } },
    select: { id: true, clusterId: true },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const id = idOf(ref)
  // An object stays on the cluster where it was made when the deployment moves to another.
  const recorded = await db.inventoryItem.findMany({
    where: { deploymentId: row.id, key: resourceKey(id) },
    select: { clusterId: true },
  })
  const isHere = recorded.length === 0 || recorded.some(({ clusterId }) => clusterId === row.clusterId)
  const place = { deploymentId: row.id, clusterId: isHere ? row.clusterId : (recorded[0]?.clusterId ?? row.clusterId) }
  const kube = await kubeForCluster(place.clusterId)
  const object = await kube.get(id)
  if (!object || !(await belongsTo(place, kube, object, MOST_STEPS))) return null
  return { kube, clusterId: place.clusterId, object }
}

type Place = { deploymentId: string; clusterId: string }

/** From a pod up to a custom resource of an operator: pod, replica set, deployment, and two resources above. */
const MOST_STEPS = 5
const MOST_OWNERS = 4

async function isManaged({ deploymentId, clusterId }: Place, object: KubeObject): Promise<boolean> {
  if (ownerOf(object) !== deploymentId) return false
  const key = resourceKey(resourceIdOf(object))
  return (await db.inventoryItem.count({ where: { deploymentId, clusterId, key } })) > 0
}

async function belongsTo(place: Place, kube: KubeApi, object: KubeObject, steps: number): Promise<boolean> {
  if (await isManaged(place, object)) return true
  if (steps === 0) return false
  for (const owner of await ownersOf(kube, object)) if (await belongsTo(place, kube, owner, steps - 1)) return true
  return (await claimOwner(kube, object, place)) !== null
}

/** The live objects that the object's ownerReferences mean: of the object's namespace or of none, and the very one (by uid). */
export async function ownersOf(kube: KubeApi, { metadata }: KubeObject): Promise<KubeObject[]> {
  const references = (metadata.ownerReferences ?? []).slice(0, MOST_OWNERS)
  const owners = await Promise.all(
    references.map(async ({ apiVersion, kind, name, uid }) => {
      const { group, version } = parseApiVersion(apiVersion)
      const served = (await kube.discover()).find(group, version, kind)
      if (!served) return null
      const namespace = served.namespaced ? (metadata.namespace ?? '') : ''
      if (served.namespaced && namespace === '') return null
      const owner = await kube.get({ group, version, kind, namespace, name })
      return owner?.metadata.uid === uid ? owner : null
    }),
  )
  return owners.filter((owner) => owner !== null)
}

/**
 * The claims of a StatefulSet carry no owner, because they are to outlive it: `<template>-<StatefulSet>-<ordinal>` names it. Null for
 * anything else.
 */
async function claimOwner(kube: KubeApi, object: KubeObject, place: Place): Promise<KubeObject | null> {
  if (object.kind !== 'PersistentVolumeClaim' || object.apiVersion !== 'v1') return null
  const { name, namespace = '' } = object.metadata
  const sets = await db.inventoryItem.findMany({
    where: { ...place, group: 'apps', kind: 'StatefulSet', namespace },
    select: { name: true },
  })
  for (const { name: set } of sets) {
    const live = await kube.get({ group: 'apps', version: 'v1', kind: 'StatefulSet', namespace, name: set })
    if (live && isClaimOf(name, live) && (await isManaged(place, live))) return live
  }
  return null
}

function isClaimOf(claim: string, set: KubeObject): boolean {
  const spec = set['spec'] as { volumeClaimTemplates?: { metadata?: { name?: unknown } }[] } | undefined
  const templates = Array.isArray(spec?.volumeClaimTemplates) ? spec.volumeClaimTemplates : []
  return templates.some(({ metadata }) => {
    const prefix = `${String(metadata?.name)}-${set.metadata.name}-`
    return claim.startsWith(prefix) && /^\d+$/.test(claim.slice(prefix.length))
  })
}
