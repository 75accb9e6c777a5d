/** Whether a live object is what Git wants: the API server's dry run against the live object. */
import type { Difference } from '../model/plan.ts'
import type { KubeObject } from '../model/resource.ts'
import { storable } from '../model/storable.ts'
import { type FieldDifference, differencesOf, isEqual } from './differences.ts'
import { type FieldSet, isOurEntry, managerOf, setsOf } from './field-set.ts'
import type { Ignored } from './ignore.ts'
import { isSecret, maskDifference, secretValues } from './mask.ts'
import { without } from './paths.ts'
import { comparable } from './project.ts'

export type Verdict = {
  /** Fields that are not as Git says; they decide. Empty: Synced. */
  differences: Difference[]
  /** An apply would change something that does not count: an ignored field, or one that a controller or webhook owns. */
  hasOther: boolean
  /** Fields of others that an apply would change all the same, and who writes them; nobody where nobody says so. */
  others: { path: string; manager: string }[]
}

const MAX_DIFFERENCES = 50
const MAX_OTHERS = 5
const MAX_VALUE = 1000

export const SAME: Verdict = { differences: [], hasOther: false, others: [] }

/** True when an apply would change nothing at all: the rules need not be asked. */
export const isUnchanged = (live: KubeObject, predicted: KubeObject): boolean =>
  isEqual(comparable(live), comparable(predicted))

/**
 * Compares the live object with what the server says an apply would make of it. Only fields count that Ieum's manager would own or has
 * owned: what webhooks and controllers add is theirs, and what was removed from Git is found through the ownership it leaves behind.
 * `adopted`: fields of other managers that the apply takes over (ownership/managers.ts).
 */
export function verdictOf(input: {
  live: KubeObject
  predicted: KubeObject
  ignored: Ignored
  adopted: readonly FieldSet[]
}): Verdict {
  const { live, predicted, ignored, adopted } = input
  const ours = [...setsOf(live, isOurEntry), ...setsOf(predicted, isOurEntry), ...adopted]
  const everybody = [...setsOf(live, () => true), ...setsOf(predicted, () => true)]
  const left = without(comparable(live), ignored.live)
  const found = differencesOf(left, without(comparable(predicted), ignored.desired), ours, everybody)
  const counted = found.filter(({ isOurs }) => isOurs)
  const others = found.filter(({ isOurs }) => !isOurs)
  const hasIgnored = counted.length === 0 && ignored.live.length + ignored.desired.length > 0
  const values = isSecret(live) ? secretValues([live, predicted]) : null
  return {
    differences: counted.slice(0, MAX_DIFFERENCES).map((difference) => shown(difference, live, values)),
    hasOther: others.length > 0 || (hasIgnored && !isUnchanged(live, predicted)),
    others: others.slice(0, MAX_OTHERS).map(({ path, tokens }) => ({
      path: storable(path),
      manager: managerOf(predicted, tokens) || managerOf(live, tokens),
    })),
  }
}

function shown(found: FieldDifference, live: KubeObject, values: readonly string[] | null): Difference {
  const difference: Difference = {
    path: found.path,
    ...(found.live === undefined ? {} : { live: found.live }),
    ...(found.desired === undefined ? {} : { desired: found.desired }),
    owner: managerOf(live, found.tokens),
  }
  return shortened(values ? maskDifference(difference, values) : difference)
}

const short = (value: unknown): unknown => {
  const text = typeof value === 'string' ? value : JSON.stringify(value)
  return text !== undefined && text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : value
}

function storableValue(value: unknown): unknown {
  if (typeof value === 'string') return storable(value)
  if (Array.isArray(value)) return value.map(storableValue)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([name, field]) => [storable(name), storableValue(field)]))
}

const shortened = (difference: Difference): Difference => ({
  ...difference,
  path: storable(difference.path),
  ...('live' in difference ? { live: storableValue(short(difference.live)) } : {}),
  ...('desired' in difference ? { desired: storableValue(short(difference.desired)) } : {}),
})
