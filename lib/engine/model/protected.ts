/** Kinds whose deletion takes more with it than themselves: data, every object of a type, or everything in a namespace. */

const PROTECTED = new Set([
  'apiextensions.k8s.io/CustomResourceDefinition',
  '/Namespace',
  '/PersistentVolumeClaim',
  '/PersistentVolume',
])

/** True for kinds that are deleted with a deployment only where they were chosen one by one. */
export const isProtectedKind = (group: string, kind: string): boolean => PROTECTED.has(`${group}/${kind}`)
