/** Moving ownership of fields between managers, as the API server records it in `metadata.managedFields`. */
import { type FieldSet, FIELD_MANAGER, unite } from '../compare/field-set.ts'
import type { ManagedFieldsEntry } from '../model/resource.ts'

/**
 * After a PUT the fields belong to our manager's "Update" entry, where a later apply would not notice that Git dropped one of them.
 * Folds that entry into the "Apply" entry. Null when there is nothing to fold.
 */
export function foldUpdates(entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] | null {
  const isOurs = (entry: ManagedFieldsEntry) => entry.manager === FIELD_MANAGER && !entry.subresource
  const ours = entries.filter(isOurs)
  const newest = ours.find((entry) => entry.operation === 'Update')
  if (newest === undefined) return null
  const fields = ours.reduce<FieldSet>((all, entry) => unite(all, (entry.fieldsV1 ?? {}) as FieldSet), {})
  return [...entries.filter((entry) => !isOurs(entry)), { ...newest, operation: 'Apply', fieldsV1: fields }]
}
