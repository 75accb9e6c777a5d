/** Moving ownership of fields between managers, as the API server records it in `metadata.managedFields`. */
import { FIELD_MANAGER, type FieldSet, unite } from '../compare/field-set.ts'
import { LAST_APPLIED_ANNOTATION } from '../compare/project.ts'
import type { KubeObject, ManagedFieldsEntry } from '../model/resource.ts'

/**
 * Who applied or edited whole manifests before Git did. What they own by "Update" is not removed when Git drops it, because an apply takes
 * only its own fields away. Commands that state one thing on purpose (`kubectl rollout restart`, `scale`, `label`) are not among them.
 */
const FORMER_MANAGERS: ReadonlySet<string> = new Set([
  'kubectl-client-side-apply',
  'kubectl',
  'kubectl-create',
  'kubectl-edit',
  'kubectl-patch',
  'kubectl-replace',
  'before-first-apply',
  'argocd-controller',
  'kustomize-controller',
  'helm-controller',
  'helm',
])
/** Server-side apply of other GitOps engines and of Helm 4: it would keep for ever what it applied. */
const FORMER_APPLIERS: ReadonlySet<string> = new Set([
  'argocd-controller',
  'kustomize-controller',
  'helm-controller',
  'helm',
])

/** The entry's fields become ours with the next apply. Fields of subresources stay with who wrote them. */
export function isTakenOver({ manager = '', operation, subresource }: ManagedFieldsEntry): boolean {
  if (subresource) return false
  return operation === 'Apply' ? FORMER_APPLIERS.has(manager) : FORMER_MANAGERS.has(manager)
}

/**
 * The object's managedFields with what former managers own in our "Apply" entry, so that what is not in Git is removed by the next apply.
 * Null when there is nothing to take over. Entries of another version of the kind are left: their paths may mean something else.
 */
export function takenOver(object: KubeObject): ManagedFieldsEntry[] | null {
  const isFormer = (entry: ManagedFieldsEntry) => isTakenOver(entry) && entry.apiVersion === object.apiVersion
  return fold(object.metadata.managedFields ?? [], isFormer)
}

/**
 * After a PUT the fields belong to our manager's "Update" entry, where a later apply would not notice that Git dropped one of them.
 * Folds that entry into the "Apply" entry. Null when there is nothing to fold.
 */
export const foldUpdates = (entries: readonly ManagedFieldsEntry[]): ManagedFieldsEntry[] | null =>
  fold(entries, ({ manager, operation, subresource }) => {
    return manager === FIELD_MANAGER && operation === 'Update' && !subresource
  })

function fold(
  entries: readonly ManagedFieldsEntry[],
  isFolded: (entry: ManagedFieldsEntry) => boolean,
): ManagedFieldsEntry[] | null {
  const isOurs = ({ manager, operation, subresource }: ManagedFieldsEntry) =>
    manager === FIELD_MANAGER && operation === 'Apply' && !subresource
  const newest = entries.findLast(isFolded)
  if (newest === undefined) return null
  const fields = entries
    .filter((entry) => isOurs(entry) || isFolded(entry))
    .reduce<FieldSet>((all, entry) => unite(all, (entry.fieldsV1 ?? {}) as FieldSet), {})
  const kept = entries.filter((entry) => !isOurs(entry) && !isFolded(entry))
  return [
    ...kept,
    { ...newest, manager: FIELD_MANAGER, operation: 'Apply', fieldsV1: dropped(fields, LAST_APPLIED_TOKENS) },
  ]
}

const LAST_APPLIED_TOKENS = ['f:metadata', 'f:annotations', `f:${LAST_APPLIED_ANNOTATION}`]

/** The field set without one field. */
function dropped(set: FieldSet, [token, ...rest]: readonly string[]): FieldSet {
  const child = token === undefined ? undefined : set[token]
  if (token === undefined || child === undefined) return set
  const { [token]: _gone, ...others } = set
  return rest.length === 0 ? others : { ...others, [token]: dropped(child, rest) }
}
