/** What deleting a deployment with its objects deletes, and what stays. The rules of pruning, with a person's choice instead of guards. */
import { entryKey } from '../inventory/algebra.ts'
import { objectOptions } from '../model/object-options.ts'
import { isProtectedKind } from '../model/protected.ts'
import { type Why, why } from '../model/why.ts'
import { consentReason } from './protection.ts'
import { type Leftover, type PruneDecision, isOurs, toOperation } from './prune.ts'

export type DeletionRules = {
  deploymentId: string
  clusterId: string
  /** Keys of protected or adopted objects that a person chose one by one. */
  includeKeys: ReadonlySet<string>
}

export type DeletionDecision = PruneDecision & {
  /** Objects that nobody can read now: the deployment cannot go before they are known. */
  unreadable: Leftover[]
}

/** Decides for every object of the inventory; the last applied goes first. */
export function decideDeletion(objects: readonly Leftover[], rules: DeletionRules): DeletionDecision {
  const unreadable = objects.filter(({ live }) => live === undefined)
  const readable = objects.filter(({ live }) => live !== undefined)
  const isReleased = ({ live }: Leftover) => !live || !isOurs(live, rules.deploymentId)
  return {
    operations: readable
      .filter((object) => !isReleased(object))
      .toSorted((left, right) => right.entry.ordinal - left.entry.ordinal)
      .map((object) => toOperation(object, keepReason(object, rules), rules)),
    released: readable.filter(isReleased).map(({ entry }) => entry),
    unreadable,
  }
}

function keepReason({ entry, live }: Leftover, rules: DeletionRules): Why | null {
  if (rules.includeKeys.has(entry.key) || rules.includeKeys.has(entryKey(entry))) return null
  if (isProtectedKind(entry)) return why('protected_kind', { kind: entry.kind })
  const own = live ? consentReason(objectOptions(live).delete, entry) : null
  if (own) return own
  return entry.created ? null : why('adopted_kept')
}
