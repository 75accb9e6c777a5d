/**
 * Secret values never leave the comparison: both sides become masks that are equal exactly when the values are, wherever a value stands
 * (annotations repeat them, and so do the words of the API server).
 */
import type { Difference } from '../model/plan.ts'
import type { KubeObject } from '../model/resource.ts'
import { isEqual } from './differences.ts'

const MASK = '••••••'
const OTHER_MASK = '••••••••'

export const isSecret = (object: Pick<KubeObject, 'apiVersion' | 'kind'>): boolean =>
  object.apiVersion === 'v1' && object.kind === 'Secret'

const isValuePath = (path: string) => /^\/(data|stringData)(\/|$)/.test(path)

const maskDeep = (value: unknown, mask: string): unknown =>
  typeof value === 'object' && value !== null
    ? Object.fromEntries(Object.keys(value).map((name) => [name, mask]))
    : value === undefined
      ? undefined
      : mask

/** Masks the values below `/data` and `/stringData` of a Secret, and `values` wherever else they stand. */
export function maskDifference(difference: Difference, values: readonly string[]): Difference {
  const { live, desired } = difference
  const isSame = isEqual(live, desired)
  const masked = isValuePath(difference.path)
    ? { live: maskDeep(live, MASK), desired: maskDeep(desired, isSame ? MASK : OTHER_MASK) }
    : distinct(maskIn(live, values), maskIn(desired, values), isSame)
  return {
    ...difference,
    ...('live' in difference ? { live: masked.live } : {}),
    ...('desired' in difference ? { desired: masked.desired } : {}),
  }
}

/** The object for people to read: of a Secret every value is a mask, wherever it stands. Other kinds as they are. */
export function maskObject(object: KubeObject): KubeObject {
  if (!isSecret(object)) return object
  const { data, stringData, ...rest } = object
  const masked = maskIn(rest, secretValues([object])) as KubeObject
  return {
    ...masked,
    ...(data === undefined ? {} : { data: maskDeep(data, MASK) }),
    ...(stringData === undefined ? {} : { stringData: maskDeep(stringData, MASK) }),
  }
}

/** What differed only in masked values still differs. */
const distinct = (live: unknown, desired: unknown, isSame: boolean) => ({
  live,
  desired: !isSame && isEqual(live, desired) ? OTHER_MASK : desired,
})

function maskIn(value: unknown, values: readonly string[]): unknown {
  if (typeof value === 'string') return maskValues(value, values)
  if (Array.isArray(value)) return value.map((item) => maskIn(item, values))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [maskValues(name, values), maskIn(field, values)]),
  )
}

const maskValues = (text: string, values: readonly string[]): string =>
  values.reduce((masked, value) => masked.replaceAll(value, MASK), text)

/** Another system's text about a Secret, without any value of these Secrets (plain or base64). */
export const maskText = (text: string, ...objects: readonly (KubeObject | null)[]): string =>
  text === '' ? text : maskValues(text, secretValues(objects))

/** The values of Secrets, as they are written and decoded, the longest first; nothing of other kinds. */
export const secretValues = (objects: readonly (KubeObject | null)[]): string[] =>
  [
    ...new Set(
      objects
        .filter((object) => object !== null && isSecret(object))
        .flatMap((object) => [object?.['data'], object?.['stringData']])
        .flatMap((fields) => (typeof fields === 'object' && fields !== null ? Object.values(fields) : []))
        .filter((value): value is string => typeof value === 'string')
        .flatMap((value) => [value, value.trim(), decoded(value), decoded(value).trim()]),
    ),
  ]
    .filter((value) => value !== '')
    .sort((left, right) => right.length - left.length)

/** The text that base64 stands for; empty where it is none. */
function decoded(value: string): string {
  try {
    return new TextDecoder().decode(Uint8Array.from(atob(value), (character) => character.charCodeAt(0)))
  } catch {
    return ''
  }
}
