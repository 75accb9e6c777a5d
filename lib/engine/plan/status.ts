/** Sync status of each object and of the whole deployment, from what the comparison found. An error is never Synced. */
import type { SyncStatus } from '../model/health.ts'
import type { Operation } from '../model/plan.ts'
import { type ResourceId, objectLabel } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'

export type ObjectSync = { sync: SyncStatus; why: Why | null }

/** Status of one target. */
export function syncOf(target: Target, comparison: Comparison | undefined): ObjectSync {
  if (target.refusal) return { sync: 'OutOfSync', why: target.refusal }
  switch (comparison?.kind) {
    case undefined:
      return { sync: 'Unknown', why: why('unexpected') }
    case 'same':
      return { sync: 'Synced', why: othersWhy(comparison.others ?? []) }
    case 'differs':
      return { sync: 'OutOfSync', why: why('differs') }
    case 'missing':
      return { sync: 'OutOfSync', why: why('missing_in_cluster') }
    case 'failed':
      return { sync: comparison.isRefused ? 'OutOfSync' : 'Unknown', why: comparison.why }
  }
}

/** What somebody else changes at every apply is theirs: told, and no difference. */
function othersWhy(others: readonly { path: string; manager: string }[]): Why | null {
  const [first] = others
  if (first === undefined) return null
  const manager = [...new Set(others.map(({ manager }) => manager).filter(Boolean))].join(', ')
  return why('others_write', { path: first.path, count: others.length, manager })
}

/** Status of an object that is no longer wanted but still there. */
export const leftoverSync = (operation: Operation): ObjectSync => ({
  sync: operation.why?.reason === 'api_failed' ? 'Unknown' : 'OutOfSync',
  why: operation.why,
})

/** What an operator looks at first comes first: refusals and faults, then what a person must decide, then plain drift. */
const PRIORITY = [
  'prune_would_empty',
  'prune_threshold',
  'missing_in_cluster',
  'differs',
  'not_in_git',
  'adopted_kept',
  'protected_kind',
]

const priority = ({ why: reason }: ObjectSync) => (reason ? PRIORITY.indexOf(reason.reason) : PRIORITY.length)

/**
 * Status of the deployment: OutOfSync as soon as one object is, otherwise Unknown as soon as one could not be judged. The reason is
 * that of its most urgent object, which it names; `count` is how many objects are not Synced.
 */
export function overallSync(
  objects: readonly (ObjectSync & { id: Pick<ResourceId, 'kind' | 'name'> })[],
): ObjectSync & { outOfSync: number } {
  const outOfSync = objects.filter(({ sync }) => sync === 'OutOfSync')
  const unknown = objects.filter(({ sync }) => sync === 'Unknown')
  const relevant = outOfSync.length > 0 ? outOfSync : unknown
  const sync: SyncStatus = outOfSync.length > 0 ? 'OutOfSync' : unknown.length > 0 ? 'Unknown' : 'Synced'
  const first = relevant.toSorted((left, right) => priority(left) - priority(right))[0]
  return {
    sync,
    why: first?.why
      ? { ...first.why, params: { object: objectLabel(first.id), count: relevant.length, ...first.why.params } }
      : null,
    outOfSync: outOfSync.length,
  }
}
