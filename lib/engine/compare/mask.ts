/** Secret values never leave the comparison: both sides become masks that are equal exactly when the values are. */
import type { Difference } from '../model/plan.ts'
import type { KubeObject } from '../model/resource.ts'
import { isEqual } from './differences.ts'

const MASK = '••••••'
const OTHER_MASK = '••••••••'

export const isSecret = (object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean =>
  object.apiVersion === 'v1' && object.kind === 'Secret'

const maskDeep = (value: unknown, mask: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.keys(value).map((name) => [name, mask]))
    : value === undefined
      ? undefined
      : mask

/** Masks the values below `/data` and `/stringData` of a Secret; other fields stay readable. */
export function maskDifference(difference: Difference): Difference {
  if (!/^\/(data|stringData)(\/|$)/.test(difference.path)) return difference
  const isSame = isEqual(difference.live, difference.desired)
  return {
    ...difference,
    live: maskDeep(difference.live, MASK),
    desired: maskDeep(difference.desired, isSame ? MASK : OTHER_MASK),
  }
}

/** Another system's text about a Secret, without any of the Secret's values (plain or base64). */
export function maskText(text: string, object: KubeObject): string {
  if (!isSecret(object)) return text
  const values = [object['data'], object['stringData']]
    .flatMap((fields) => (typeof fields === 'object' && fields !== null ? Object.values(fields) : []))
    .filter((value): value is string => typeof value === 'string' && value.length > 0)
    .flatMap((value) => [value, decoded(value)])
    .filter((value) => value.length > 0)
    .sort((left, right) => right.length - left.length)
  return values.reduce((masked, value) => masked.replaceAll(value, MASK), text)
}

function decoded(value: string): string {
  try {
    return atob(value)
  } catch {
    return ''
  }
}
