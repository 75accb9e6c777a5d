/** What Kubernetes made for the objects of a deployment, read from its cluster: one bounded list per kind and namespace. */
import { AppError } from '#lib/core/errors.ts'
import { keepBriefly } from '#lib/core/kept-briefly.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { db } from '#lib/db/client.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import type { DeploymentTree } from '../types.ts'
import { childrenOf, listsFor, type Wanted } from './children.ts'
import { toLive, type Live } from './to-live.ts'

/** How long a list serves everybody who looks. */
const KEPT_MS = 3000
/** Objects of one list, and of the whole answer: what is more is said to be cut. */
const MOST_LISTED = 5000
const MOST_NODES = 5000
/** Namespaces that are looked into: a deployment that makes more is shown without the children of the rest. */
const MOST_NAMESPACES = 20

type Listed = { objects: Live[]; isCut: boolean }

const KEY = Symbol.for('ieum.live-lists')
const holder = globalThis as typeof globalThis & { [KEY]?: ReturnType<typeof keepBriefly<Listed>> }
/** On globalThis, because a bundler may put this module into each of its bundles. */
const kept = () => (holder[KEY] ??= keepBriefly<Listed>(KEPT_MS, 200))

async function list(kube: KubeApi, { namespace, kind }: Wanted): Promise<Listed> {
  const served = (await kube.discover()).find(kind.group, kind.version, kind.kind)
  if (!served) return { objects: [], isCut: false }
  const objects = await kube.list(served, { namespace, most: MOST_LISTED })
  return { objects: objects.slice(0, MOST_LISTED).map(toLive), isCut: objects.length >= MOST_LISTED }
}

export type ManagedId = { key: string; group: string; version: string; kind: string; namespace: string; name: string }

/** The cluster of a deployment and the objects that it manages there. Throws NOT_FOUND when the scope has no such deployment. */
export async function findManaged(
  scope: DevopsScope,
  name: string,
): Promise<{ id: string; clusterId: string; managed: ManagedId[] }> {
  const row = await db.continuousDeployment.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: {
      id: true,
      clusterId: true,
      inventory: {
        orderBy: [{ ordinal: 'asc' }, { key: 'asc' }],
        select: { clusterId: true, key: true, group: true, version: true, kind: true, namespace: true, name: true },
      },
    },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const { id, clusterId, inventory } = row
  return { id, clusterId, managed: inventory.filter((item) => item.clusterId === clusterId) }
}

/** Namespaces of the objects, at most so many as are looked into. */
export function namespacesOf(managed: readonly ManagedId[]): { namespaces: string[]; isCut: boolean } {
  const all = [...new Set(managed.map(({ namespace }) => namespace).filter((name) => name !== ''))]
  return { namespaces: all.slice(0, MOST_NAMESPACES), isCut: all.length > MOST_NAMESPACES }
}

/** Children of managed objects. Throws the cluster's failure when nothing at all could be read. */
export async function treeOf(clusterId: string, managed: readonly ManagedId[]): Promise<DeploymentTree> {
  const kube = await kubeForCluster(clusterId)
  const { namespaces, isCut } = namespacesOf(managed)
  const wanted = listsFor(managed.filter(({ namespace }) => namespace === '' || namespaces.includes(namespace)))
  const answers = await Promise.allSettled(
    wanted.map((one) =>
      kept()([clusterId, one.namespace, one.kind.group, one.kind.kind].join('/'), () => list(kube, one)),
    ),
  )
  const listed = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []))
  const [failure] = answers.flatMap((answer) => (answer.status === 'rejected' ? [answer.reason as unknown] : []))
  if (failure !== undefined && listed.length === 0) throw failure
  const { nodes, isCut: isTreeCut } = childrenOf(
    managed.map(({ key }) => key),
    listed.flatMap(({ objects }) => objects),
    MOST_NODES,
  )
  return {
    nodes: nodes.map(({ owners: _owners, claims: _claims, ...node }) => node),
    isCut: isCut || isTreeCut || listed.some((one) => one.isCut),
    unread: wanted.flatMap(({ kind }, index) => (answers[index]?.status === 'rejected' ? [kind.kind] : [])),
  }
}

/** The tree of a deployment of the scope. Throws NOT_FOUND, and the cluster's failures. */
export async function readTree(scope: DevopsScope, name: string): Promise<DeploymentTree> {
  const { clusterId, managed } = await findManaged(scope, name)
  return treeOf(clusterId, managed)
}
