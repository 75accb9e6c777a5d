/** Everything that the panel of one object shows, asked from the API server now. */
import { db } from '#lib/db/client.ts'
import { resourceIdOf, type KubeObject } from '#lib/engine/model/resource.ts'
import { findOwners, ownerIdOf } from '#lib/features/deployments/public.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { ownersOf, type Found } from './access.ts'
import { EVENT, POD, REPLICA_SET } from './kinds.ts'
import { selectorText } from './read.ts'
import { toDetail } from './to-detail.ts'
import type { ManagedBy, ObjectDetail } from './types.ts'

const MOST_OWNERS = 5
const MOST_PODS = 50

/** From the object up to what nobody owns, by controllers. */
export async function ownerChain(kube: KubeApi, object: KubeObject): Promise<KubeObject[]> {
  const chain: KubeObject[] = []
  let below = object
  while (chain.length < MOST_OWNERS) {
    const references = below.metadata.ownerReferences ?? []
    const controller = references.find((reference) => reference.controller)?.uid ?? references[0]?.uid
    const owner = (await ownersOf(kube, below)).find(({ metadata }) => metadata.uid === controller)
    if (!owner) break
    chain.push(owner)
    below = owner
  }
  return chain
}

/** The deployment of the workspace that made the first of these objects that carries a mark. */
async function managerOf(workspaceId: string, objects: readonly KubeObject[]): Promise<ObjectDetail['managedBy']> {
  const ids = objects.map(ownerIdOf)
  const owners = await findOwners(
    workspaceId,
    ids.filter((id) => id !== null),
  )
  const index = ids.findIndex((id) => id !== null && owners.has(id))
  const owner = owners.get(ids[index] ?? '')
  return owner ? { ...toManagedBy(owner), direct: index === 0 } : null
}

export const toManagedBy = ({ name, devopsProject, selfHeal }: ManagedBy): ManagedBy => ({
  ...{ name, devopsProject, selfHeal },
})

/** Pods that the object made, itself or through its replica sets, the newest first; the object itself when it is one. */
async function podsOf(kube: KubeApi, object: KubeObject): Promise<KubeObject[]> {
  if (object.kind === POD.kind && object.apiVersion === 'v1') return [object]
  const labelSelector = selectorText(object)
  const namespace = object.metadata.namespace
  const isWorkload = /^(apps|batch)\//.test(object.apiVersion)
  if (!isWorkload || labelSelector === '' || namespace === undefined) return []
  const [sets, pods] = await Promise.all([
    object.kind === 'Deployment' ? kube.list(REPLICA_SET, { namespace, labelSelector }) : [],
    kube.list(POD, { namespace, labelSelector }),
  ])
  const isBelow = (child: KubeObject, owners: ReadonlySet<string | undefined>) =>
    (child.metadata.ownerReferences ?? []).some(({ uid }) => owners.has(uid))
  const own = new Set([object.metadata.uid])
  const makers = new Set([...own, ...sets.filter((set) => isBelow(set, own)).map(({ metadata }) => metadata.uid)])
  return pods
    .filter((pod) => isBelow(pod, makers))
    .sort((one, other) => madeAt(other).localeCompare(madeAt(one)))
    .slice(0, MOST_PODS)
}

const madeAt = ({ metadata }: KubeObject): string => metadata.creationTimestamp ?? ''

/** Throws the API server's failures. */
export async function readDetail(workspaceId: string, { kube, clusterId, object }: Found): Promise<ObjectDetail> {
  const { uid, namespace } = object.metadata
  const [owners, events, pods, cluster] = await Promise.all([
    ownerChain(kube, object),
    // Events about objects of the whole cluster stand in its default namespace.
    kube.list(EVENT, { namespace: namespace ?? 'default', fieldSelector: `involvedObject.uid=${uid ?? ''}` }),
    podsOf(kube, object),
    db.cluster.findUnique({ where: { id: clusterId }, select: { sandbox: true } }),
  ])
  return toDetail({
    ...{ object, events, pods },
    owners: owners.map(resourceIdOf),
    simulated: cluster?.sandbox ?? false,
    managedBy: await managerOf(workspaceId, [object, ...owners]),
  })
}
