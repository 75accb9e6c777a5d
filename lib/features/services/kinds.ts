/** The core kinds that the services page reads; every Kubernetes API server serves them. */
import type { ApiKind } from '#lib/kube/types.ts'

const verbs = ['get', 'list', 'watch', 'patch']

export const SERVICE: ApiKind = {
  group: '',
  version: 'v1',
  kind: 'Service',
  plural: 'services',
  namespaced: true,
  verbs,
}
export const NODE: ApiKind = { group: '', version: 'v1', kind: 'Node', plural: 'nodes', namespaced: false, verbs }
export const ENDPOINT_SLICE: ApiKind = {
  group: 'discovery.k8s.io',
  version: 'v1',
  kind: 'EndpointSlice',
  plural: 'endpointslices',
  namespaced: true,
  verbs,
}

/** Label of the Service on its EndpointSlices. */
export const SERVICE_NAME_LABEL = 'kubernetes.io/service-name'
