/**
 * Field sets as `metadata.managedFields` has them (fieldsV1): "f:name" a field, 'k:{"name":"x"}' an item of a keyed list,
 * 'v:"x"' an item of a set, "." the node itself. A node without children is owned as a whole.
 */
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'

export type FieldSet = { readonly [token: string]: FieldSet | undefined }

/**
 * What several field sets own below a node: everything, or what each of them says; an empty list is nothing. They are never united into
 * one: a comparison goes down a few paths of them only.
 */
export type Owned = 'all' | readonly FieldSet[]

export const FIELD_MANAGER = 'ieum'

/** What our own manager wrote, by apply or otherwise. */
export const isOurEntry = (entry: ManagedFieldsEntry): boolean => entry.manager === FIELD_MANAGER

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

const hasFields = (set: FieldSet): boolean => {
  for (const _ in set) return true
  return false
}

/** What is owned below `token`. */
export function below(owned: Owned, token: string): Owned {
  if (owned === 'all') return owned
  const children: FieldSet[] = []
  for (const set of owned) {
    const child = set[token]
    if (child === undefined) continue
    if (!hasFields(child)) return 'all'
    children.push(child)
  }
  return children
}

export const isNothing = (owned: Owned): boolean => owned !== 'all' && owned.length === 0

/** The union of two field sets. */
export function unite(left: FieldSet, right: FieldSet): FieldSet {
  const result: Record<string, FieldSet | undefined> = { ...left }
  for (const [token, child] of Object.entries(right)) {
    const known = result[token]
    result[token] = isNode(known) && isNode(child) ? unite(known, child) : child
  }
  return result
}

/** Field sets of the object itself (no subresource) that belong to the entries picked by `isWanted`. */
export const setsOf = (object: KubeObject | null, isWanted: (entry: ManagedFieldsEntry) => boolean): FieldSet[] =>
  (object?.metadata.managedFields ?? [])
    .filter((entry) => !entry.subresource && isWanted(entry))
    .map((entry) => (entry.fieldsV1 ?? {}) as FieldSet)

/** Names of the fields that identify the items of a keyed list, or none. */
export function listKeys(owned: Owned): string[] {
  if (owned === 'all') return []
  for (const set of owned)
    for (const name in set) if (name.startsWith('k:')) return Object.keys(JSON.parse(name.slice(2)) as object)
  return []
}

/** The list is a set of values. */
export const isSet = (owned: Owned): boolean =>
  owned !== 'all' && owned.some((set) => Object.keys(set).some((name) => name.startsWith('v:')))

/** The token of an item of a keyed list; managedFields writes the key fields in alphabetical order. */
export function keyToken(item: unknown, keys: readonly string[]): string {
  const fields = isNode(item) ? item : {}
  return `k:${JSON.stringify(Object.fromEntries(keys.toSorted().map((key) => [key, fields[key]])))}`
}

/** The manager that owns the node at the end of `tokens`; others come before Ieum, the newest first. Empty: nobody. */
export function managerOf(object: KubeObject, tokens: readonly string[]): string {
  const owners = (object.metadata.managedFields ?? []).filter(
    (entry) => !isNothing(tokens.reduce<Owned>(below, [(entry.fieldsV1 ?? {}) as FieldSet])),
  )
  const foreign = owners.filter((entry) => !isOurEntry(entry))
  const byTime = (left: ManagedFieldsEntry, right: ManagedFieldsEntry) =>
    (right.time ?? '').localeCompare(left.time ?? '')
  return [...(foreign.length > 0 ? foreign : owners)].sort(byTime)[0]?.manager ?? ''
}
