/** One Service with its endpoints and the cluster's nodes → the row of the list. Pure. */
import type { KubeObject } from '#lib/engine/model/resource.ts'
import { readService, type LiveService } from './read-objects.ts'
import type { NodeAddress, ServiceRow } from './types.ts'

const FIELD_MANAGER = 'ieum'

export type RowParts = {
  object: KubeObject
  endpoints: readonly { id: string; ready: boolean }[]
  nodes: readonly NodeAddress[]
  /** The deployment that the object's label names, when it is one of this workspace. */
  owner: { name: string; devopsProject: string; selfHeal: boolean } | null
}

export function typeOf({ spec }: LiveService): ServiceRow['type'] {
  return spec.type === 'ClusterIP' && spec.clusterIP === 'None' ? 'Headless' : spec.type
}

const accessOf = (type: ServiceRow['type']): ServiceRow['access'] =>
  type === 'NodePort' || type === 'LoadBalancer' ? type : 'none'

/** True when what Ieum applied from Git says `spec.type`: then changing it by hand is drift. */
export function declaresType({ metadata }: KubeObject): boolean {
  return (metadata.managedFields ?? []).some(({ manager, operation, fieldsV1 }) => {
    const spec = fieldsV1?.['f:spec']
    return (
      manager === FIELD_MANAGER &&
      operation === 'Apply' &&
      typeof spec === 'object' &&
      spec !== null &&
      'f:type' in spec
    )
  })
}

function externalAddresses(service: LiveService, nodes: readonly NodeAddress[]): ServiceRow['externalAddresses'] {
  const { type, ports } = service.spec
  if (type !== 'NodePort' && type !== 'LoadBalancer') return []
  const balancers = service.status.loadBalancer.ingress.map(({ ip, hostname }) => ip || hostname).filter(Boolean)
  const ofBalancer = balancers.flatMap((host) => ports.map(({ port }) => ({ host, port, node: '' })))
  const ofNodes = ports.flatMap(({ nodePort }) =>
    nodePort === undefined ? [] : nodes.map(({ host, node }) => ({ host, port: nodePort, node })),
  )
  return [...ofBalancer, ...ofNodes]
}

/** A pod that stands in several slices counts once, and as ready when one of them says so. */
function countEndpoints(endpoints: RowParts['endpoints']): ServiceRow['endpoints'] {
  const ready = new Set(endpoints.filter((endpoint) => endpoint.ready).map(({ id }) => id))
  return { ready: ready.size, total: new Set(endpoints.map(({ id }) => id)).size }
}

export function toServiceRow({ object, endpoints, nodes, owner }: RowParts): ServiceRow {
  const service = readService(object)
  const type = typeOf(service)
  return {
    name: object.metadata.name,
    type,
    access: accessOf(type),
    clusterIP: service.spec.clusterIP,
    externalName: service.spec.externalName,
    ports: service.spec.ports.map(({ name, port, protocol, targetPort, nodePort }) => ({
      ...{ name, port, protocol },
      targetPort: String(targetPort ?? port),
      nodePort: nodePort ?? null,
    })),
    externalAddresses: externalAddresses(service, nodes),
    endpoints: countEndpoints(endpoints),
    managedBy: owner && { ...owner, declaresType: declaresType(object) },
    resourceVersion: object.metadata.resourceVersion ?? '',
    createdAt: object.metadata.creationTimestamp ?? '',
  }
}
