/** What is compared: an object without the fields that the API server or a controller keeps for itself, and without ignored fields. */
import type { KubeObject, ResourceId } from '../model/resource.ts'
import type { IgnoreRule } from '../model/spec.ts'

const LAST_APPLIED_ANNOTATION = 'kubectl.kubernetes.io/last-applied-configuration'

const SERVER_FIELDS = new Set([
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
 * Secrets). Empty labels and annotations are the same as none.
 */
export function comparable(object: KubeObject): Fields {
  const metadata: Fields = Object.fromEntries(
    Object.entries(object.metadata).filter(([name]) => !SERVER_FIELDS.has(name)),
  )
  const { [LAST_APPLIED_ANNOTATION]: _copy, ...annotations } = object.metadata.annotations ?? {}
  metadata['annotations'] = annotations
  for (const name of ['annotations', 'labels']) {
    if (Object.keys(metadata[name] ?? {}).length === 0) delete metadata[name]
  }
  const { status: _status, ...fields } = object
  return { ...fields, metadata }
}

const unescape = (token: string) => token.replaceAll('~1', '/').replaceAll('~0', '~')

/** A copy without the value at the JSON pointer; what is not on its way is shared with the original. */
export function without(value: unknown, pointer: string): unknown {
  const [token, ...rest] = pointer.split('/').slice(1).map(unescape)
  return token === undefined ? value : removed(value, token, rest)
}

function removed(value: unknown, token: string, rest: string[]): unknown {
  const [next, ...further] = rest
  if (Array.isArray(value)) {
    const index = Number(token)
    if (!/^\d+$/.test(token) || index >= value.length) return value
    if (next === undefined) return value.toSpliced(index, 1)
    return value.with(index, removed(value[index], next, further))
  }
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, token)) return value
  const { [token]: inner, ...others } = value as Fields
  return next === undefined ? others : { ...(value as Fields), [token]: removed(inner, next, further) }
}

/** JSON pointers of the rules that concern the object: group and kind exactly, namespace and name where the rule names them. */
export const ignoredPointers = (rules: readonly IgnoreRule[], id: ResourceId): string[] =>
  rules
    .filter(
      (rule) =>
        rule.group === id.group &&
        rule.kind === id.kind &&
        (rule.namespace === undefined || rule.namespace === id.namespace) &&
        (rule.name === undefined || rule.name === id.name),
    )
    .flatMap((rule) => rule.jsonPointers)
