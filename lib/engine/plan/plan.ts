/** The plan of one sync: a pure function of what is wanted, what is, what was made, and what is allowed. */
import type { Phase } from '../model/object-options.ts'
import type { Operation, OperationAction, SyncPlan } from '../model/plan.ts'
import { isProtectedKind } from '../model/protected.ts'
import type { PrunePropagation } from '../model/spec.ts'
import type { Comparison, Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'
import { compareIds, isDefinition } from './order.ts'
import type { PruneDecision } from './prune.ts'
import { lifted, mirrored, toSteps, waveBehind } from './steps.ts'

export type PlanOptions = {
  /** Deletions wait until everything else is healthy. */
  pruneLast: boolean
  propagation: PrunePropagation
  /** Existing objects are written with PUT instead of apply. */
  replace: boolean
  /** Objects that are as Git says are not sent again, even where an apply would touch an ignored field. */
  applyOutOfSyncOnly: boolean
  /** An object that cannot be changed in place is deleted and made again, unless its kind is protected. */
  force: boolean
  /** Keys of the only objects that are synchronised; null: all. */
  only: ReadonlySet<string> | null
}

export type PlanInput = {
  clusterId: string
  targets: readonly Target[]
  /** Hooks to run; none where only objects are synchronised. */
  hooks: readonly Target[]
  /** By key; one for every target. */
  comparisons: ReadonlyMap<string, Comparison>
  prune: PruneDecision
  options: PlanOptions
}

/** Computes the plan. The same input gives the same plan; a cluster that is as Git says gives a plan without writes. */
export function planSync(input: PlanInput): SyncPlan {
  const { only } = input.options
  const isSelected = ({ key }: { key: string }) => only === null || only.has(key)
  const operations = input.targets
    .filter(isSelected)
    .toSorted((left, right) => compareIds(left.id, right.id))
    .map((target) => toOperation(target, input))
  const refusedHooks = input.hooks.filter(({ refusal }) => refusal !== null)
  const isRefused = ({ action }: Operation) => action === 'skip'
  const wanted = operations.filter((operation) => !isRefused(operation))
  const hooks = input.hooks.filter(({ refusal }) => refusal === null).flatMap((hook) => hookOperations(hook, input))
  const placed = lifted([...wanted, ...hooks], definedKinds(input.targets))
  const deletions = input.prune.operations.filter(({ action }) => action === 'delete').filter(isSelected)
  const regular = placed.filter(({ phase }) => phase !== 'SyncFail')
  return {
    steps: toSteps([...regular, ...placedDeletions(deletions, regular, input)]),
    onFailure: toSteps(placed.filter(({ phase }) => phase === 'SyncFail')),
    skipped: input.prune.operations.filter(({ action }) => action === 'skip').filter(isSelected),
    refused: [...operations.filter(isRefused), ...refusedHooks.map((hook) => refusedHook(hook, input))],
    propagation: input.options.propagation,
  }
}

/** True when executing the plan would change an object, or end with a refusal that has to be recorded. Hooks alone are no work. */
export const hasWork = (plan: SyncPlan): boolean =>
  plan.refused.length > 0 ||
  plan.steps.some(({ groups }) => groups.flat().some(({ write, hook }) => write && hook === null))

/** Kinds ("group/Kind") that definitions of the set define, by the definition's key. */
function definedKinds(targets: readonly Target[]): Map<string, string> {
  const definitions = targets.filter(({ id }) => isDefinition(id))
  return new Map(
    definitions.map(({ key, object }) => {
      const { group, names } = (object['spec'] ?? {}) as { group?: string; names?: { kind?: string } }
      return [key, `${group ?? ''}/${names?.kind ?? ''}`]
    }),
  )
}

/** Deletions in mirrored waves; those that come last behind everything else. */
function placedDeletions(deletions: readonly Operation[], others: readonly Operation[], { options }: PlanInput) {
  const isLast = (deletion: Operation) => options.pruneLast || deletion.isLast
  const early = mirrored(deletions.filter((deletion) => !isLast(deletion)))
  const wave = waveBehind([...others, ...early])
  return [...early, ...deletions.filter(isLast).map((deletion) => ({ ...deletion, wave }))]
}

type Decision = { action: OperationAction; why: Why | null; write: boolean; validated?: boolean; recreate?: boolean }

const operationOf = (target: Target, clusterId: string, decision: Decision): Operation => ({
  key: target.key,
  id: target.id,
  clusterId,
  phase: 'Sync',
  wave: target.options.wave,
  validated: true,
  recreate: false,
  differences: [],
  hook: null,
  isLast: false,
  ...decision,
})

function toOperation(target: Target, input: PlanInput): Operation {
  const comparison = input.comparisons.get(target.key)
  const operation = operationOf(target, input.clusterId, decide(target, comparison, input.options))
  return comparison?.kind === 'differs' ? { ...operation, differences: comparison.differences } : operation
}

/** The key of a hook in one phase. */
export const hookKey = (phase: Phase, key: string): string => `${phase}|${key}`

function hookOperations(target: Target, { clusterId }: PlanInput): Operation[] {
  const { hook } = target.options
  return (hook?.phases ?? []).map((phase) => ({
    ...operationOf(target, clusterId, { action: 'create', why: null, write: true, validated: !target.isDefinedHere }),
    key: hookKey(phase, target.key),
    phase,
    hook,
  }))
}

const refusedHook = (target: Target, { clusterId }: PlanInput): Operation => ({
  ...operationOf(target, clusterId, { action: 'skip', why: target.refusal, write: false }),
  phase: target.options.hook?.phases[0] ?? 'Sync',
  hook: target.options.hook,
})

function decide(target: Target, comparison: Comparison | undefined, options: PlanOptions): Decision {
  if (target.refusal) return { action: 'skip', why: target.refusal, write: false }
  switch (comparison?.kind) {
    case undefined:
      return { action: 'skip', why: why('unexpected'), write: false }
    case 'same':
      return { action: 'unchanged', why: null, write: comparison.hasOther && !options.applyOutOfSyncOnly }
    case 'missing':
      return { action: 'create', why: why('missing_in_cluster'), write: true, validated: comparison.validated }
    case 'differs':
      return { action: isReplaced(target, options) ? 'replace' : 'update', why: why('differs'), write: true }
    case 'failed':
      return decideFailed(target, comparison, options)
  }
}

/** Definitions and namespaces are updated, never replaced: a PUT would take away what the server and others put there. */
const isReplaced = ({ id, options: own }: Target, options: PlanOptions): boolean =>
  (options.replace || own.replace) && !isProtectedKind(id)

/** Kinds whose deletion takes more with it than themselves are not made anew: force asks for an interruption, not for the loss of data. */
function decideFailed(
  { id, options: own }: Target,
  comparison: Extract<Comparison, { kind: 'failed' }>,
  options: PlanOptions,
): Decision {
  const isForced = options.force || own.force
  if (comparison.why.reason === 'object_immutable' && isForced && !isProtectedKind(id)) {
    return { action: 'replace', why: comparison.why, write: true, recreate: true, validated: false }
  }
  if (comparison.isRefused) return { action: 'skip', why: comparison.why, write: false }
  return { action: 'update', why: comparison.why, write: true, validated: false }
}
