/** Paths of the Kubernetes API. Names come from repositories and people: each part is checked and encoded. */
import { AppError } from '#lib/core/errors.ts'
import type { ApiKind } from './types.ts'

/** What may stand as one path segment (apimachinery's rule): neither "." nor "..", no "/" and no "%". */
const segment = (text: string): string => {
  if (text === '' || text === '.' || text === '..' || /[/%]/.test(text) || text.length > 253)
    throw new AppError('UPSTREAM', { reason: 'object_invalid', params: { field: 'metadata.name' } })
  return encodeURIComponent(text)
}

/**
 * Collection of a kind, in one namespace or, without one, in all. Throws NOT_FOUND `object_invalid` for a namespace of a cluster-scoped kind:
 * there is no such object, and whoever named one was allowed to write into that namespace, not into the whole cluster.
 */
export function collectionPath(kind: ApiKind, namespace: string): string {
  const root =
    kind.group === '' ? `/api/${segment(kind.version)}` : `/apis/${segment(kind.group)}/${segment(kind.version)}`
  if (!kind.namespaced && namespace !== '')
    throw new AppError('NOT_FOUND', { reason: 'object_invalid', params: { field: 'metadata.namespace' } })
  const inside = namespace === '' ? '' : `/namespaces/${segment(namespace)}`
  return `${root}${inside}/${segment(kind.plural)}`
}

/** One object. Throws `object_invalid` where a namespaced kind has no namespace. */
export function objectPath(kind: ApiKind, namespace: string, name: string): string {
  if (kind.namespaced && namespace === '')
    throw new AppError('UPSTREAM', { reason: 'object_invalid', params: { field: 'metadata.namespace' } })
  return `${collectionPath(kind, namespace)}/${segment(name)}`
}
