export type ServiceAccess = 'none' | 'NodePort' | 'LoadBalancer'

export type ServicePort = { name: string; port: number; protocol: string; targetPort: string; nodePort: number | null }

export type ServiceRow = {
  name: string
  /** ClusterIP, NodePort, LoadBalancer, ExternalName, or Headless. */
  type: 'ClusterIP' | 'NodePort' | 'LoadBalancer' | 'ExternalName' | 'Headless'
  access: ServiceAccess
  clusterIP: string
  externalName: string
  ports: ServicePort[]
  /** host:port pairs reachable from outside, of Ready nodes or of the load balancer. */
  externalAddresses: { host: string; port: number; node: string }[]
  endpoints: { ready: number; total: number }
  /** The continuous deployment that manages this Service. */
  managedBy: { name: string; devopsProject: string; selfHeal: boolean; declaresType: boolean } | null
  resourceVersion: string
  createdAt: string
}

/** Where node ports answer: Ready nodes by the address they are reached at, one of each and at most a few. */
export type NodeAddress = { node: string; host: string }

/** Whether a node port is free in the cluster. `by` is null where the person may not see whose it is. */
export type NodePortAnswer = { nodePort: number } & (
  { isTaken: false } | { isTaken: true; by: { namespace: string; name: string } | null }
)

export type ServiceList = { services: ServiceRow[]; nodes: NodeAddress[] }
