/** A project's objects as the API server has them now, one page at a time. */
import type { ProjectScope } from '#lib/authz/actor.ts'
import { localPage, type LocalList } from '#lib/core/local-page.ts'
import type { Page } from '#lib/core/page.ts'
import { HEALTH_STATUSES, type HealthStatus } from '#lib/engine/model/health.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { findOwners, ownerIdOf } from '#lib/features/deployments/public.ts'
import type { ApiKind } from '#lib/kube/types.ts'
import { CONFIG_MAP, EVENT, POD, SECRET, WORKLOADS } from './kinds.ts'
import { toManagedBy } from './read-detail.ts'
import { toEventRow } from './to-detail.ts'
import { toConfigRow, toPodRow, toWorkloadRow } from './to-rows.ts'
import type { ConfigRow, EventRow, ManagedBy, PodRow, WorkloadRow } from './types.ts'

type Request = { page: number; pageSize: number; search: string; sort: string; direction: 'asc' | 'desc' }

/** The filters that were given, for the page. */
const withFilters = (request: Request, filters: Record<string, string | undefined>) => ({
  ...request,
  filters: Object.fromEntries(
    Object.entries(filters).filter((entry): entry is [string, string] => entry[1] !== undefined),
  ),
})

/** All objects of these kinds in the project's namespace. Throws the API server's failures. */
export async function readKinds({ clusterId, namespace }: ProjectScope, kinds: readonly ApiKind[]) {
  const kube = await kubeForCluster(clusterId)
  return (await Promise.all(kinds.map((kind) => kube.list(kind, { namespace })))).flat()
}

/** Rows with the deployment of the workspace that made each. */
export async function withManagers<Row>(
  { workspaceId }: ProjectScope,
  objects: readonly KubeObject[],
  toRow: (object: KubeObject, managedBy: ManagedBy | null) => Row,
): Promise<Row[]> {
  const owners = await findOwners(
    workspaceId,
    objects.flatMap((object) => ownerIdOf(object) ?? []),
  )
  return objects.map((object) => {
    const owner = owners.get(ownerIdOf(object) ?? '')
    return toRow(object, owner ? toManagedBy(owner) : null)
  })
}

/** The worst last, as everywhere. */
const rank = (health: HealthStatus): number => HEALTH_STATUSES.indexOf(health)

const WORKLOAD_LIST: LocalList<WorkloadRow> = {
  searchText: ({ kind, name, images, managedBy }) => [kind, name, ...images, managedBy?.name ?? ''].join(' '),
  sortValue: {
    name: ({ name }) => name,
    kind: ({ kind, name }) => `${kind}/${name}`,
    health: ({ health }) => rank(health),
    createdAt: ({ createdAt }) => createdAt ?? '',
  },
  filter: {
    kind: ({ kind }, wanted) => kind === wanted,
    health: ({ health }, wanted) => health === wanted,
  },
}

export async function listWorkloadsIn(
  scope: ProjectScope,
  { kind, health, ...request }: Request & { kind?: string | undefined; health?: string | undefined },
): Promise<Page<WorkloadRow>> {
  const rows = await withManagers(scope, await readKinds(scope, WORKLOADS), toWorkloadRow)
  return localPage(rows, withFilters(request, { kind, health }), WORKLOAD_LIST)
}

const POD_LIST: LocalList<PodRow> = {
  searchText: ({ name, node, ip, owner }) => [name, node, ip, owner?.name ?? ''].join(' '),
  sortValue: {
    name: ({ name }) => name,
    health: ({ health }) => rank(health),
    restarts: ({ restarts }) => restarts,
    node: ({ node }) => node,
    createdAt: ({ createdAt }) => createdAt ?? '',
  },
  filter: { health: ({ health }, wanted) => health === wanted },
}

export async function listPodsIn(
  scope: ProjectScope,
  { health, ...request }: Request & { health?: string | undefined },
): Promise<Page<PodRow>> {
  const rows = await withManagers(scope, await readKinds(scope, [POD]), toPodRow)
  return localPage(rows, withFilters(request, { health }), POD_LIST)
}

const CONFIG_LIST: LocalList<ConfigRow> = {
  searchText: ({ name, type, keys, managedBy }) => [name, type, ...keys, managedBy?.name ?? ''].join(' '),
  sortValue: {
    name: ({ name }) => name,
    kind: ({ kind, name }) => `${kind}/${name}`,
    createdAt: ({ createdAt }) => createdAt ?? '',
  },
  filter: { kind: ({ kind }, wanted) => kind === wanted },
}

export async function listConfigIn(
  scope: ProjectScope,
  { kind, ...request }: Request & { kind?: string | undefined },
): Promise<Page<ConfigRow>> {
  const rows = await withManagers(scope, await readKinds(scope, [CONFIG_MAP, SECRET]), toConfigRow)
  return localPage(rows, withFilters(request, { kind }), CONFIG_LIST)
}

const EVENT_LIST: LocalList<EventRow> = {
  searchText: ({ reason, message, source, object }) => [reason, message, source, object.kind, object.name].join(' '),
  sortValue: {
    lastAt: ({ lastAt }) => lastAt,
    object: ({ object }) => `${object.kind}/${object.name}`,
    reason: ({ reason }) => reason,
  },
  filter: { type: ({ type }, wanted) => type === wanted },
}

export async function listEventsIn(
  scope: ProjectScope,
  { type, ...request }: Request & { type?: string | undefined },
): Promise<Page<EventRow>> {
  const rows = (await readKinds(scope, [EVENT])).map(toEventRow)
  return localPage(rows, withFilters(request, { type }), EVENT_LIST)
}
