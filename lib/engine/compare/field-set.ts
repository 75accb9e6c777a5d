/**
 * Field sets as `metadata.managedFields` has them (fieldsV1): "f:name" a field, 'k:{"name":"x"}' an item of a keyed list,
 * 'v:"x"' an item of a set, "." the node itself. A node without children is owned as a whole.
 */
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'

export type FieldSet = { readonly [token: string]: FieldSet | undefined }

/** What is owned below a node: everything, nothing, or these fields. */
export type Owned = FieldSet | 'all' | 'none'

export const FIELD_MANAGER = 'ieum'

const isNode = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null

/** What is owned below `token`. */
export function below(owned: Owned, token: string): Owned {
  if (owned === 'all' || owned === 'none') return owned
  const child = owned[token]
  if (child === undefined) return 'none'
  return Object.keys(child).length === 0 ? 'all' : child
}

/** The union of two field sets. */
export function unite(left: FieldSet, right: FieldSet): FieldSet {
  const result: Record<string, FieldSet | undefined> = { ...left }
  for (const [token, child] of Object.entries(right)) {
    const known = result[token]
    result[token] = isNode(known) && isNode(child) ? unite(known, child) : child
  }
  return result
}

/** Fields of the object itself (no subresource) that one of the entries picked by `isWanted` owns. */
export const fieldsOwnedBy = (object: KubeObject | null, isWanted: (entry: ManagedFieldsEntry) => boolean): FieldSet =>
  (object?.metadata.managedFields ?? [])
    .filter((entry) => !entry.subresource && isWanted(entry))
    .reduce<FieldSet>((all, entry) => unite(all, (entry.fieldsV1 ?? {}) as FieldSet), {})

/** The manager that owns the node at the end of `tokens`; others come before Ieum, the newest first. Empty: nobody. */
export function managerOf(object: KubeObject, tokens: readonly string[]): string {
  const owners = (object.metadata.managedFields ?? []).filter((entry) => {
    let owned: Owned = (entry.fieldsV1 ?? {}) as FieldSet
    for (const token of tokens) owned = below(owned, token)
    return owned !== 'none'
  })
  const foreign = owners.filter((entry) => entry.manager !== FIELD_MANAGER)
  const byTime = (left: ManagedFieldsEntry, right: ManagedFieldsEntry) =>
    (right.time ?? '').localeCompare(left.time ?? '')
  return [...(foreign.length > 0 ? foreign : owners)].sort(byTime)[0]?.manager ?? ''
}
