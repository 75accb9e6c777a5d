/** Whether a live object is what Git wants: the API server's dry run against the live object. */
import type { Difference } from '../model/plan.ts'
import type { KubeObject, ResourceId } from '../model/resource.ts'
import type { IgnoreRule } from '../model/spec.ts'
import { type FieldDifference, differencesOf } from './differences.ts'
import { FIELD_MANAGER, type FieldSet, fieldsOwnedBy, managerOf, unite } from './field-set.ts'
import { isSecret, maskDifference } from './mask.ts'
import { comparable, ignoredPointers, without } from './project.ts'

export type Verdict = {
  /** Fields that are not as Git says; they decide. Empty: Synced. */
  differences: Difference[]
  /** An apply would change something that does not count: an ignored field, or one that a controller or webhook owns. */
  hasOther: boolean
}

const MAX_DIFFERENCES = 50
const MAX_VALUE = 1000

/**
 * Compares the live object with what the server says an apply would make of it. Only fields count that Ieum's manager would own or has
 * owned: what webhooks and controllers add is theirs, and what was removed from Git is found through the ownership it leaves behind.
 */
export function verdictOf(input: {
  id: ResourceId
  live: KubeObject
  predicted: KubeObject
  ignore: readonly IgnoreRule[]
}): Verdict {
  const { id, live, predicted } = input
  const isIeum = (entry: { manager?: string }) => entry.manager === FIELD_MANAGER
  const ours = unite(fieldsOwnedBy(live, isIeum), fieldsOwnedBy(predicted, isIeum))
  const everybody: FieldSet = unite(
    fieldsOwnedBy(live, () => true),
    fieldsOwnedBy(predicted, () => true),
  )
  const pointers = ignoredPointers(input.ignore, id)
  const drop = (object: KubeObject) => pointers.reduce<unknown>(without, comparable(object))
  const found = differencesOf(drop(live), drop(predicted), ours, everybody)
  const counted = found.filter((difference) => difference.isOurs)
  const hasIgnored =
    pointers.length > 0 && differencesOf(comparable(live), comparable(predicted), {}, everybody).length > found.length
  return {
    differences: counted.slice(0, MAX_DIFFERENCES).map((difference) => shown(difference, live)),
    hasOther: counted.length < found.length || hasIgnored,
  }
}

function shown(found: FieldDifference, live: KubeObject): Difference {
  const difference: Difference = {
    path: found.path,
    ...(found.live === undefined ? {} : { live: found.live }),
    ...(found.desired === undefined ? {} : { desired: found.desired }),
    owner: managerOf(live, found.tokens),
  }
  return shortened(isSecret(live) ? maskDifference(difference) : difference)
}

const short = (value: unknown): unknown => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text !== undefined && text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : value
}

/** A NUL is valid in a manifest and in no database: it becomes the sign for one. */
function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '␀')
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [storable(name), storable(field)]))
}

const shortened = (difference: Difference): Difference => ({
  ...difference,
  path: difference.path.replaceAll('\0', '␀'),
  ...('live' in difference ? { live: storable(short(difference.live)) } : {}),
  ...('desired' in difference ? { desired: storable(short(difference.desired)) } : {}),
})
