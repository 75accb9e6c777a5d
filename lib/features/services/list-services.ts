import type { ProjectScope } from '#lib/authz/actor.ts'
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { kubeForCluster } from '#lib/features/clusters/public.ts'
import { ENDPOINT_SLICE, NODE, SERVICE, SERVICE_NAME_LABEL } from './kinds.ts'
import { findOwners, ownerIdOf } from '#lib/features/deployments/public.ts'
import { readEndpoints, readNodeAddress } from './read-objects.ts'
import { toServiceRow } from './to-row.ts'
import type { NodeAddress, ServiceList } from './types.ts'

/** Addresses of at most this many nodes are shown: every one of them answers for every node port. */
const SHOWN_NODES = 5

function endpointsByService(slices: readonly KubeObject[]) {
  const byService = Map.groupBy(slices, ({ metadata }) => metadata.labels?.[SERVICE_NAME_LABEL] ?? '')
  return new Map([...byService].map(([service, own]) => [service, own.flatMap(readEndpoints)]))
}

/** Nodes that share an address (a sandbox's do) count once. */
function shownAddresses(nodes: readonly KubeObject[]): NodeAddress[] {
  const byHost = new Map(nodes.flatMap((node) => readNodeAddress(node) ?? []).map((address) => [address.host, address]))
  return [...byHost.values()].slice(0, SHOWN_NODES)
}

/** Services of the project's namespace by name, and where node ports answer, asked from the API server. Throws its failures, or `cluster_preparing`. */
export async function listServicesIn(scope: ProjectScope): Promise<ServiceList> {
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
  const addresses = shownAddresses(nodes)
  const rows = services.map((object) => {
    const owner = owners.get(ownerIdOf(object) ?? '')
    return toServiceRow({
      object,
      endpoints: endpoints.get(object.metadata.name) ?? [],
      nodes: addresses,
      owner: owner ? { name: owner.name, devopsProject: owner.devopsProject, selfHeal: owner.selfHeal } : null,
    })
  })
  return { services: rows.sort((one, other) => (one.name < other.name ? -1 : 1)), nodes: addresses }
}
