/** Whether a verdict still holds for a newer state of the live object, without asking the API server again. */
import type { KubeObject } from '../model/resource.ts'
import { differencesOf, isEqual } from './differences.ts'
import { type FieldSet, type Owned, below, isNothing, isOurEntry, setsOf } from './field-set.ts'
import type { Ignored } from './ignore.ts'
import { type Path, without } from './paths.ts'
import { comparable } from './project.ts'

/** What was judged: the live object, and what our manager owns after an apply. */
export type Judged = { live: KubeObject; owned: readonly FieldSet[] }

export const judgedFrom = (live: KubeObject, applied: KubeObject): Judged => ({
  live,
  owned: setsOf(applied, isOurEntry),
})

/**
 * A verdict is about the fields that our manager owns or would own. While those keep their values and nobody else's come to be ours, another
 * dry run would say the same: controllers may write what is theirs. `ignored`: places in the old and the new object that do not count.
 * `isAdopted` picks entries of other managers that an apply takes over.
 */
export function stillHolds(
  { live, owned }: Judged,
  next: KubeObject,
  isAdopted: (entry: { manager?: string }) => boolean,
  ignored?: Ignored,
): boolean {
  if (live === next) return true
  if (live.metadata.uid !== next.metadata.uid) return false
  if (live.metadata.resourceVersion === next.metadata.resourceVersion) return true
  const [before, after] = [live, next].map((object) => setsOf(object, isOurEntry))
  const [given, taken] = [live, next].map((object) => setsOf(object, isAdopted))
  if (!isEqual(given, taken)) return false
  const isAsBefore = isEqual(before, after)
  const left = clean(live, ignored?.live)
  const right = clean(next, ignored?.desired)
  if (isAsBefore && isEqual(left, right)) return true
  if (owned.length === 0) return false
  const isWithin = [before, after].every((sets) => sets?.every((set) => isPart(set, owned)))
  if (!isWithin && !isAsBefore) return false
  const ours = [...owned, ...(before ?? []), ...(given ?? [])]
  const shape = [...setsOf(live, () => true), ...setsOf(next, () => true)]
  return !differencesOf(left, right, ours, shape).some(({ isOurs }) => isOurs)
}

const clean = (object: KubeObject, paths: readonly Path[] = []) => without(comparable(object), paths)

/** Everything in `set` is in `whole` as well. */
function isPart(set: FieldSet, whole: Owned): boolean {
  if (whole === 'all') return true
  return Object.entries(set).every(([token, child]) => {
    if (token === '.') return true
    const rest = below(whole, token)
    return !isNothing(rest) && child !== undefined && isPart(child, rest)
  })
}
