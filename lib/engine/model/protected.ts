/** Kinds whose deletion takes more with it than themselves: data, every object of a type, or everything in a namespace. */
import type { ResourceId } from './resource.ts'

const PROTECTED_KINDS = new Set([
  'apiextensions.k8s.io/CustomResourceDefinition',
  '/Namespace',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
])

/** True for kinds that are deleted with a deployment only where they were chosen one by one. */
export const isProtectedKind = (id: Pick<ResourceId, 'group' | 'kind'>): boolean =>
  PROTECTED_KINDS.has(`${id.group}/${id.kind}`)
