/** The plan of one sync: a pure function of what is wanted, what is, what was made, and what is allowed. */
import type { Operation, OperationAction, Stage, StageName, SyncPlan } from '../model/plan.ts'
import { STAGES } from '../model/plan.ts'
import { isProtectedKind } from '../model/protected.ts'
import type { DeploymentSpec } from '../model/spec.ts'
import type { Comparison, Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'
import { compareIds, kindRank, stageOf } from './order.ts'
import type { PruneDecision } from './prune.ts'

export type PlanOptions = {
  pruneLast: boolean
  propagation: DeploymentSpec['syncPolicy']['prunePropagation']
  /** Existing objects are written with PUT instead of apply. */
  replace: boolean
  /** Objects that are as Git says are not sent again, even where an apply would touch an ignored field. */
  applyOutOfSyncOnly: boolean
  /** An object that cannot be changed in place is deleted and made again, unless its kind is protected. */
  force: boolean
}

export type PlanInput = {
  clusterId: string
  targets: readonly Target[]
  /** By key; one for every target. */
  comparisons: ReadonlyMap<string, Comparison>
  prune: PruneDecision
  options: PlanOptions
}

/** Computes the plan. The same input gives the same plan; a cluster that is as Git says gives a plan without writes. */
export function planSync(input: PlanInput): SyncPlan {
  const operations = input.targets
    .toSorted((left, right) => compareIds(left.id, right.id))
    .map((target) => toOperation(target, input))
  const refused = operations.filter(({ action }) => action === 'skip')
  const wanted = operations.filter(({ action }) => action !== 'skip')
  const deletions = input.prune.operations.filter(({ action }) => action === 'delete')
  return {
    stages: STAGES.map((name) => toStage(name, name === 'prune' ? deletions : wanted)).filter(
      ({ groups }) => groups.length > 0,
    ),
    skipped: input.prune.operations.filter(({ action }) => action === 'skip'),
    refused,
    pruneLast: input.options.pruneLast,
    propagation: input.options.propagation,
  }
}

/** True when executing the plan would send anything to the API server, or end with a refusal that has to be recorded. */
export const hasWork = (plan: SyncPlan): boolean =>
  plan.refused.length > 0 || plan.stages.some(({ groups }) => groups.flat().some((operation) => operation.write))

type Decision = { action: OperationAction; why: Why | null; write: boolean; validated?: boolean; recreate?: boolean }

function toOperation(target: Target, input: PlanInput): Operation {
  const comparison = input.comparisons.get(target.key)
  const decision = decide(target, comparison, input.options)
  return {
    key: target.key,
    id: target.id,
    clusterId: input.clusterId,
    stage: stageOf(target.id),
    validated: true,
    recreate: false,
    differences: comparison?.kind === 'differs' ? comparison.differences : [],
    ...decision,
  }
}

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
      return {
        action: options.replace ? 'replace' : 'update',
        why: why('differs'),
        write: true,
      }
    case 'failed':
      return decideFailed(target, comparison, options)
  }
}

/** Kinds whose deletion takes more with it than themselves are not made anew: force asks for an interruption, not for the loss of data. */
function decideFailed(
  { id }: Target,
  comparison: Extract<Comparison, { kind: 'failed' }>,
  options: PlanOptions,
): Decision {
  if (comparison.why.reason === 'object_immutable' && options.force && !isProtectedKind(id)) {
    return { action: 'replace', why: comparison.why, write: true, recreate: true, validated: false }
  }
  if (comparison.isRefused) return { action: 'skip', why: comparison.why, write: false }
  return { action: 'update', why: comparison.why, write: true, validated: false }
}

/** Operations of one stage in groups: kinds of the same rank together; deletions in reverse, dependents before what they need. */
function toStage(name: StageName, operations: readonly Operation[]): Stage {
  const own = operations.filter((operation) => operation.stage === name)
  const groups = new Map<number, Operation[]>()
  for (const operation of own) {
    const rank = name === 'prune' ? -deletionRank(operation) : kindRank(operation.id.kind)
    groups.set(rank, [...(groups.get(rank) ?? []), operation])
  }
  return { name, groups: [...groups].sort(([left], [right]) => left - right).map(([, group]) => group) }
}

/** Definitions and namespaces go after the objects that live in them. */
const deletionRank = ({ id }: Operation): number =>
  ({ objects: kindRank(id.kind), definitions: -1, namespaces: -2 })[stageOf(id)]
