/** The fields in which two objects differ, with the path as managedFields would name it, so that ownership can be looked up. */
import { type Owned, below, isNothing, isSet, keyToken, listKeys } from './field-set.ts'
import { isFields, originalIndex } from './paths.ts'

export type FieldDifference = {
  path: string
  tokens: string[]
  live: unknown
  desired: unknown
  /** The field is one that Ieum's manager owns or would own. */
  isOurs: boolean
}

type Place = { path: string; tokens: string[]; ours: Owned; shape: Owned }

const escape = (token: string) => token.replaceAll('~', '~0').replaceAll('/', '~1')

/** Deep equality of JSON values; the order of fields does not matter. */
export function isEqual(left: unknown, right: unknown): boolean {
  if (left === right) return true
  if (typeof left !== 'object' || typeof right !== 'object') return false
  if (Array.isArray(left)) {
    if (!Array.isArray(right) || left.length !== right.length) return false
    for (let index = 0; index < left.length; index++) if (!isEqual(left[index], right[index])) return false
    return true
  }
  if (!isFields(left) || !isFields(right)) return false
  let count = 0
  for (const name in left) {
    if (!Object.hasOwn(right, name) || !isEqual(left[name], right[name])) return false
    count++
  }
  for (const _ in right) count--
  return count === 0
}

/**
 * Every difference between `live` and `desired`, as deep as their structure allows. `ours` are the fields Ieum owns; `shape` are all
 * managers' fields and tell which lists are keyed and which are compared as a whole.
 */
export function differencesOf(live: unknown, desired: unknown, ours: Owned, shape: Owned): FieldDifference[] {
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
  return [{ path, tokens, live, desired, isOurs: !isNothing(place.ours) }]
}

const inside = (place: Place, token: string, step: string | number): Place => ({
  path: `${place.path}/${escape(String(step))}`,
  tokens: [...place.tokens, token],
  ours: below(place.ours, token),
  shape: below(place.shape, token),
})

type Item = { item: unknown; index: number }

function walkKeyed(live: unknown[], desired: unknown[], keys: string[], place: Place): FieldDifference[] {
  const items = (list: unknown[]) =>
    new Map(
      list.map((item, index): [string, Item] => [keyToken(item, keys), { item, index: originalIndex(list, index) }]),
    )
  const wanted = items(desired)
  const existing = items(live)
  // A key is missing or stands twice, as after a rule that ignores it: the items cannot be told apart.
  if (wanted.size < desired.length || existing.size < live.length || !haveKeys([...live, ...desired], keys)) {
    const { path, tokens, ours } = place
    return [{ path, tokens, live, desired, isOurs: !isNothing(ours) }]
  }
  return [...new Set([...existing.keys(), ...wanted.keys()])].flatMap((name) => {
    const here = existing.get(name)
    const there = wanted.get(name)
    return walk(here?.item, there?.item, inside(place, name, here?.index ?? there?.index ?? 0))
  })
}

const haveKeys = (items: readonly unknown[], keys: readonly string[]): boolean =>
  items.every((item) => isFields(item) && keys.some((key) => Object.hasOwn(item, key)))

function walkSet(live: unknown[], desired: unknown[], place: Place): FieldDifference[] {
  const difference = (item: unknown, index: number, isLive: boolean): FieldDifference[] =>
    walk(isLive ? item : undefined, isLive ? undefined : item, inside(place, `v:${JSON.stringify(item)}`, index))
  return [
    ...live.flatMap((item, index) =>
      desired.some((other) => isEqual(item, other)) ? [] : difference(item, originalIndex(live, index), true),
    ),
    ...desired.flatMap((item, index) =>
      live.some((other) => isEqual(item, other)) ? [] : difference(item, originalIndex(desired, index), false),
    ),
  ]
}
