import type { ProjectScope } from '#lib/authz/actor.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { ENDPOINT_SLICE, NODE, SERVICE, SERVICE_NAME_LABEL } from './kinds.ts'
import { findOwners, ownerIdOf } from './owners.ts'
import { readEndpoints, readNodeAddress } from './read-objects.ts'
import { toServiceRow } from './to-row.ts'
import type { ServiceRow } from './types.ts'

function endpointsByService(slices: readonly KubeObject[]) {
  const byService = Map.groupBy(slices, ({ metadata }) => metadata.labels?.[SERVICE_NAME_LABEL] ?? '')
  return new Map([...byService].map(([service, own]) => [service, own.flatMap(readEndpoints)]))
}

/** Services of the project's namespace by name, asked from the API server. Throws its failures, or `cluster_preparing`. */
export async function listServicesIn(scope: ProjectScope): Promise<ServiceRow[]> {
  const kube = await kubeForCluster(scope.clusterId)
  const { namespace } = scope
  const [services, slices, nodes] = await Promise.all([
    kube.list(SERVICE, { namespace }),
    kube.list(ENDPOINT_SLICE, { namespace }),
    kube.list(NODE),
  ])
  const owners = await findOwners(
    scope.workspaceId,
    services.flatMap((service) => ownerIdOf(service) ?? []),
  )
  const endpoints = endpointsByService(slices)
  const addresses = nodes.flatMap((node) => readNodeAddress(node) ?? [])
  const rows = services.map((object) => {
    const owner = owners.get(ownerIdOf(object) ?? '')
    return toServiceRow({
      object,
      endpoints: endpoints.get(object.metadata.name) ?? [],
      nodes: addresses,
      owner: owner ? { name: owner.name, devopsProject: owner.devopsProject, selfHeal: owner.selfHeal } : null,
    })
  })
  return rows.sort((one, other) => (one.name < other.name ? -1 : 1))
}
