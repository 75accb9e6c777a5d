/** The fields in which two objects differ, with the path as managedFields would name it, so that ownership can be looked up. */
import { type FieldSet, type Owned, below } from './field-set.ts'

export type FieldDifference = {
  path: string
  tokens: string[]
  live: unknown
  desired: unknown
  /** The field is one that Ieum's manager owns or would own. */
  isOurs: boolean
}

type Place = { path: string; tokens: string[]; ours: Owned; shape: Owned }
type Fields = Record<string, unknown>

const escape = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1')
const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !isRawNumber(value)
/** A number kept as its text (model/json-text.ts). */
const isRawNumber = (value: object) => Object.getPrototypeOf(value) === null && 'rawJSON' in value

/** Deep equality of JSON values; the order of fields does not matter. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (Array.isArray(left) && Array.isArray(right)) {
    return left.length === right.length && left.every((item, index) => isEqual(item, right[index]))
  }
  if (!isFields(left) || !isFields(right)) return false
  const names = Object.keys(left)
  return (
    names.length === Object.keys(right).length &&
    names.every((name) => Object.hasOwn(right, name) && isEqual(left[name], right[name]))
  )
}

/**
 * Every difference between `live` and `desired`, as deep as their structure allows. `ours` are the fields Ieum owns; `shape` is the
 * union of all managers' fields and tells which lists are keyed and which are compared as a whole.
 */
export function differencesOf(live: unknown, desired: unknown, ours: FieldSet, shape: FieldSet): FieldDifference[] {
  return walk(live, desired, { path: '', tokens: [], ours, shape })
}

function walk(live: unknown, desired: unknown, place: Place): FieldDifference[] {
  if (isEqual(live, desired)) return []
  if (isFields(live) && isFields(desired)) {
    const names = [...new Set([...Object.keys(live), ...Object.keys(desired)])]
    return names.flatMap((name) => walk(live[name], desired[name], inside(place, `f:${name}`, name)))
  }
  if (Array.isArray(live) && Array.isArray(desired)) {
    const keys = listKeys(place.shape)
    if (keys.length > 0) return walkKeyed(live, desired, keys, place)
    if (isSet(place.shape)) return walkSet(live, desired, place)
  }
  const { path, tokens } = place
  return [{ path, tokens, live, desired, isOurs: place.ours !== 'none' }]
}

const inside = (place: Place, token: string, step: string | number): Place => ({
  path: `${place.path}/${escape(String(step))}`,
  tokens: [...place.tokens, token],
  ours: below(place.ours, token),
  shape: below(place.shape, token),
})

/** Names of the fields that identify the items of a keyed list, or none. */
function listKeys(shape: Owned): string[] {
  if (typeof shape === 'string') return []
  const token = Object.keys(shape).find((name) => name.startsWith('k:'))
  return token === undefined ? [] : Object.keys(JSON.parse(token.slice(2)) as Fields)
}

const isSet = (shape: Owned) => typeof shape !== 'string' && Object.keys(shape).some((name) => name.startsWith('v:'))

/** managedFields writes the key fields in alphabetical order. */
const keyToken = (item: unknown, keys: string[]): string => {
  const fields = isFields(item) ? item : {}
  return `k:${JSON.stringify(Object.fromEntries([...keys].sort().map((key) => [key, fields[key]])))}`
}

function walkKeyed(live: unknown[], desired: unknown[], keys: string[], place: Place): FieldDifference[] {
  const token = (item: unknown) => keyToken(item, keys)
  const wanted = new Map(desired.map((item, index) => [token(item), { item, index }]))
  const existing = new Map(live.map((item, index) => [token(item), { item, index }]))
  return [...new Set([...existing.keys(), ...wanted.keys()])].flatMap((name) => {
    const here = existing.get(name)
    const there = wanted.get(name)
    return walk(here?.item, there?.item, inside(place, name, here?.index ?? there?.index ?? 0))
  })
}

function walkSet(live: unknown[], desired: unknown[], place: Place): FieldDifference[] {
  const difference = (item: unknown, index: number, isLive: boolean): FieldDifference[] =>
    walk(isLive ? item : undefined, isLive ? undefined : item, inside(place, `v:${JSON.stringify(item)}`, index))
  return [
    ...live.flatMap((item, index) =>
      desired.some((other) => isEqual(item, other)) ? [] : difference(item, index, true),
    ),
    ...desired.flatMap((item, index) =>
      live.some((other) => isEqual(item, other)) ? [] : difference(item, index, false),
    ),
  ]
}
