/** The verdict on one target: an earlier one that still holds, or the API server's answer to a dry run. */
import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { type FieldSet, isOurEntry, setsOf } from '../compare/field-set.ts'
import {
  type Ignored,
  type JqPlaces,
  NOTHING_IGNORED,
  type ObjectRules,
  ignoredPlaces,
  rulesFor,
} from '../compare/ignore.ts'
import { judgedFrom, stillHolds } from '../compare/judged.ts'
import { isSecret } from '../compare/mask.ts'
import { type Path, ownedPaths, plainPaths, without } from '../compare/paths.ts'
import { comparable } from '../compare/project.ts'
import { withIgnoredFromLive } from '../compare/respect.ts'
import { isUnchanged, verdictOf } from '../compare/verdict.ts'
import { parseExact } from '../model/json-text.ts'
import type { KubeObject } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { isTakenOver } from '../ownership/managers.ts'
import type { KnownVerdict } from './verdicts.ts'
import type { Look } from './pass.ts'

/** Judges a target against the live object; null: it is not in the cluster. Throws what the Kubernetes door and jq throw. */
export async function judge(pass: Look, api: KubeApi, target: Target, live: KubeObject | null): Promise<Comparison> {
  const { snapshot, ports } = pass
  const validate = isValidated(pass, target)
  if (live === null) {
    await api.apply(target.id, target.text, { dryRun: true, validate })
    return { kind: 'missing', validated: true }
  }
  const context = contextOf(pass)
  const known = ports.verdicts.find(snapshot.id, context, target)
  if (known && (await holds(pass, target, known, live))) {
    known.judged = { ...known.judged, live }
    return known.comparison
  }
  const text = await textToApply(pass, target, live)
  const applied = await api.apply(target.id, text, { dryRun: true, validate })
  const comparison = await compared(pass, api, target, { live, applied })
  ports.verdicts.keep(snapshot.id, context, target, judgedFrom(live, applied), comparison)
  return comparison
}

/** An object as an apply left it is what Git wants: the next comparison needs no dry run to know. */
export function rememberApplied(pass: Look, target: Target, object: KubeObject): void {
  const comparison: Comparison = { kind: 'same', hasOther: false }
  pass.ports.verdicts.keep(pass.snapshot.id, contextOf(pass), target, judgedFrom(object, object), comparison)
}

/** What is sent for a target: as it was rendered, or, where that was asked for, with the live value of ignored fields. */
export async function textToApply(pass: Look, target: Target, live: KubeObject | null): Promise<string> {
  const { syncPolicy } = pass.snapshot.spec
  const rules = rulesOf(pass, target)
  const isRespected =
    syncPolicy.respectIgnoreDifferences || target.options.respectIgnoreDifferences || target.unstable.length > 0
  if (live === null || rules === null || !isRespected) return target.text
  const desired = parseExact(target.text)
  return withIgnoredFromLive(target.text, live, await placesOf(pass, rules, { live, desired }))
}

/** The deployment's rules for an object, and what a chart makes up anew every time: otherwise it would be applied for ever. */
function rulesOf({ snapshot }: Look, { id, unstable }: Target): ObjectRules | null {
  const rules = rulesFor(snapshot.spec.ignoreDifferences, id)
  if (unstable.length === 0) return rules
  const { pointers, expressions, managers } = rules ?? { pointers: [], expressions: [], managers: [] }
  return { pointers: [...pointers, ...unstable], expressions, managers }
}

const isValidated = ({ snapshot }: Look, { options }: Target): boolean =>
  !snapshot.spec.syncPolicy.skipSchemaValidation && options.validate

const contextOf = ({ snapshot }: Look): string => {
  const { ignoreDifferences, syncPolicy } = snapshot.spec
  return JSON.stringify([
    snapshot.cluster.id,
    syncPolicy.skipSchemaValidation,
    syncPolicy.respectIgnoreDifferences,
    ignoreDifferences,
  ])
}

/** The fields of an entry become ours with the next apply of the target. */
const isAdopted = ({ options }: Target) => (options.migratesOwnership ? isTakenOver : () => false)

async function holds(pass: Look, target: Target, { judged }: KnownVerdict, live: KubeObject): Promise<boolean> {
  const adopts = isAdopted(target)
  if (stillHolds(judged, live, adopts)) return true
  const rules = rulesOf(pass, target)
  if (rules === null) return false
  const { live: after, desired: before } = await placesOf(pass, rules, { live, desired: judged.live })
  return stillHolds(judged, live, adopts, { live: before, desired: after })
}

async function compared(
  pass: Look,
  api: KubeApi,
  target: Target,
  { live, applied }: { live: KubeObject; applied: KubeObject },
): Promise<Comparison> {
  const adopted = setsOf(live, isAdopted(target))
  const predicted = adopted.length === 0 ? applied : await withoutLeftBehind(pass, api, target, applied, adopted)
  if (isUnchanged(live, predicted)) return { kind: 'same', hasOther: false }
  const rules = rulesOf(pass, target)
  const ignored = rules ? await placesOf(pass, rules, { live, desired: predicted }) : NOTHING_IGNORED
  const { differences, hasOther, others } = verdictOf({ live, predicted, ignored, adopted })
  return differences.length > 0
    ? { kind: 'differs', differences }
    : { kind: 'same', hasOther, ...(others.length > 0 && { others }) }
}

/**
 * What the apply would make of the object once fields of former managers are ours: those that Git does not state go. A dry run cannot move
 * ownership first, so the object without them is put, dry as well: defaults come back, and what may not change is refused.
 */
async function withoutLeftBehind(
  pass: Look,
  api: KubeApi,
  target: Target,
  applied: KubeObject,
  adopted: readonly FieldSet[],
): Promise<KubeObject> {
  const isOther = isAdopted(target)
  const left = ownedPaths(
    comparable(applied),
    adopted,
    setsOf(applied, (entry) => !isOther(entry)),
  )
  if (left.length === 0) return applied
  const { managedFields, ...metadata } = applied.metadata
  const body = without({ ...applied, metadata }, left)
  const predicted = await api.replace(target.id, JSON.stringify(body), {
    dryRun: true,
    validate: isValidated(pass, target),
  })
  const ours = (managedFields ?? []).filter(isOurEntry)
  return { ...predicted, metadata: { ...predicted.metadata, managedFields: ours } }
}

/** Places that jq found, by expression, for as long as the object is kept. */
const found = new WeakMap<object, Map<string, Promise<readonly Path[]>>>()

/** Asks jq for every expression on both sides, then decides. */
async function placesOf(
  pass: Look,
  rules: ObjectRules,
  pair: { live: KubeObject; desired: unknown },
): Promise<Ignored> {
  const places = new Map<unknown, Map<string, readonly Path[]>>()
  for (const value of [pair.live, pair.desired]) {
    const entries = rules.expressions.map(
      async (expression) => [expression, await jqPlaces(pass, expression, value, isSecret(pair.live))] as const,
    )
    places.set(value, new Map(await Promise.all(entries)))
  }
  const jq: JqPlaces = (expression, value) => places.get(value)?.get(expression) ?? []
  return ignoredPlaces(rules, pair, jq)
}

async function jqPlaces(
  { ports, snapshot }: Look,
  expression: string,
  value: unknown,
  isHidden: boolean,
): Promise<readonly Path[]> {
  const object = value as object
  const known = found.get(object) ?? new Map<string, Promise<readonly Path[]>>()
  found.set(object, known)
  let answer = known.get(expression)
  if (answer === undefined) {
    answer = ports.jq
      .paths(snapshot.id, expression, JSON.stringify(comparable(value as KubeObject)))
      .then((paths) => plainPaths(value, paths))
    known.set(expression, answer)
  }
  try {
    return await answer
  } catch (error) {
    known.delete(expression)
    throw isHidden ? withoutWords(error) : error
  }
}

/** jq quotes what it fails on. */
const withoutWords = (error: unknown): unknown =>
  error instanceof AppError && error.reason !== undefined
    ? new AppError(error.code, { reason: error.reason, ...(error.params ? { params: error.params } : {}) })
    : error
