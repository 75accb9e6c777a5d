/** What is compared: an object without the fields that the API server or a controller keeps for itself. */
import type { KubeObject } from '../model/resource.ts'

export const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration'

/** Fields of `metadata` that only the server writes. */
export const SERVER_FIELDS: ReadonlySet<string> = new Set([
  'managedFields',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'uid',
  'selfLink',
])

type Fields = Record<string, unknown>

/**
 * The comparable part: no status, nothing the server counts or dates, no copy of the manifest that kubectl leaves behind (it repeats
 * Secrets). Empty labels and annotations are the same as none. Shares its parts with the object.
 */
export function comparable(object: KubeObject): Fields {
  const fields: Fields = {}
  for (const name in object) if (name !== 'status') fields[name] = object[name]
  const { metadata } = object
  const kept: Fields = {}
  for (const name in metadata) if (!SERVER_FIELDS.has(name)) kept[name] = (metadata as Fields)[name]
  if (metadata.annotations?.[LAST_APPLIED_ANNOTATION] !== undefined) {
    const { [LAST_APPLIED_ANNOTATION]: _copy, ...annotations } = metadata.annotations
    kept['annotations'] = annotations
  }
  for (const name of ['annotations', 'labels']) if (isEmpty(kept[name])) delete kept[name]
  fields['metadata'] = kept
  return fields
}

function isEmpty(value: unknown): boolean {
  for (const _ in value as object) return false
  return true
}
