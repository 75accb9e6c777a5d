/** Names of Kubernetes objects and the plain shapes the engine's pure rooms work on. */

/** A parsed Kubernetes object. For display and decisions only: what is applied is the raw JSON text. */
export type KubeObject = {
  apiVersion: string
  kind: string
  metadata: {
    name: string
    namespace?: string
    uid?: string
    resourceVersion?: string
    generation?: number
    creationTimestamp?: string
    deletionTimestamp?: string
    finalizers?: string[]
    labels?: Record<string, string>
    annotations?: Record<string, string>
    ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller?: boolean }[]
    managedFields?: ManagedFieldsEntry[]
  }
  [field: string]: unknown
}

export type ManagedFieldsEntry = {
  manager?: string
  operation?: 'Apply' | 'Update'
  apiVersion?: string
  time?: string
  fieldsV1?: Record<string, unknown>
  subresource?: string
}

export type ResourceId = { group: string; version: string; kind: string; namespace: string; name: string }

/** Identity of an object across versions: group/kind/namespace/name ("apps/Deployment/shop/web", "/Namespace//shop"). */
export const resourceKey = (id: Omit<ResourceId, 'version'>): string =>
  `${id.group}/${id.kind}/${id.namespace}/${id.name}`

/** An object as sentences name it: "Deployment web". */
export const objectLabel = (id: Pick<ResourceId, 'kind' | 'name'>): string => `${id.kind} ${id.name}`

/** Splits "apps/v1" into group and version; the core group is "". */
export function parseApiVersion(apiVersion: string): { group: string; version: string } {
  const slash = apiVersion.indexOf('/')
  return slash < 0
    ? { group: '', version: apiVersion }
    : { group: apiVersion.slice(0, slash), version: apiVersion.slice(slash + 1) }
}

/** The identity an object carries in its own fields. */
export function resourceIdOf(object: KubeObject): ResourceId {
  return {
    ...parseApiVersion(object.apiVersion),
    kind: object.kind,
    namespace: object.metadata.namespace ?? '',
    name: object.metadata.name,
  }
}
