/**
 * Executes a plan: step by step, group by group, the objects of a group at the same time. Decides nothing that the plan did not. It goes as
 * far as it can go now; a later pass goes on from what the cluster and the run's results say.
 */
import { AppError } from '#lib/core/errors.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { failpoint } from '../failpoint.ts'
import { healthOf } from '../health/health-of.ts'
import type { Health } from '../model/health.ts'
import type { Operation, Step, SyncPlan } from '../model/plan.ts'
import { type KubeObject, objectLabel, resourceIdOf, resourceKey } from '../model/resource.ts'
import type { Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'
import { isDefinition, isNamespace } from '../plan/order.ts'
import { explain } from '../reconcile/compare.ts'
import { isClusterFailure, whyOf } from '../reconcile/failure.ts'
import type { EarlierResult, ResultRecord } from '../reconcile/record.ts'
import { deleteObject, writeObject } from './apply-one.ts'
import { untilServed } from './definitions.ts'
import { advanceHook } from './hooks.ts'
import { settleAll } from './settle-all.ts'

export type Execution = {
  plan: SyncPlan
  /** By the key of the operation; also objects that the plan adds by itself. */
  targets: ReadonlyMap<string, Target>
  deploymentId: string
  runId: string
  client: ClusterClient
  /** Clients of clusters that an earlier destination left objects on. */
  clientOf: (clusterId: string) => Promise<ClusterClient | null>
  rights: {
    /** Operations that are Ieum's own and not the DevOps project's, and who makes them; null: there are none. */
    own: { keys: ReadonlySet<string>; api: KubeApi } | null
    /** Gives the DevOps project its rights in a namespace, or on a kind, that was just made. */
    renew: (isFresh: boolean) => Promise<void>
  }
  validate: boolean
  /** Only what the run itself wrote is waited for: healing puts back one object and judges no other. */
  waitsForOwnOnly: boolean
  /** Results of earlier passes of the same run, by the key of the operation. */
  earlier: ReadonlyMap<string, EarlierResult>
  /** Seconds. `quiet`: since anything of the run last changed. */
  time: { running: number; quiet: number; operationLimit: number; hookLimit: number; healthLimit: number }
  /** The live object of a target as it was compared; null: there was none. */
  liveBefore: (key: string) => KubeObject | null
  /** What is sent for a target. */
  textOf: (target: Target) => Promise<string>
  /** Health of a target that this execution did not write. */
  healthBefore: (key: string) => Health | null
  guard: () => void
  /** Before every later step: proves at the database that the lease still holds; true when somebody asked for the end of the run. */
  checkpoint: () => Promise<boolean>
  report: (result: ResultRecord) => void
}

export type ExecutionOutcome = {
  applied: Map<string, KubeObject>
  failed: Map<string, Why>
  /** Keys of deletions that are confirmed, and of objects that are not ours any more. */
  gone: Set<string>
  /** Deletions that were accepted and are not yet done, and why. */
  waiting: Map<string, Why>
  /** Hooks by how they ended. */
  hooks: Map<string, 'succeeded' | 'failed' | 'running'>
  /** The next step waits: what for. Null: it waits for nothing. */
  awaited: Why | null
  isTerminated: boolean
}

/** Executes the plan as far as it can go now. Throws `LeaseLost`, and what the cluster as a whole fails with. */
export async function execute(execution: Execution): Promise<ExecutionOutcome> {
  const outcome: ExecutionOutcome = {
    applied: new Map(),
    failed: earlierFailures(execution),
    gone: new Set(),
    waiting: new Map(),
    hooks: new Map(),
    awaited: null,
    isTerminated: false,
  }
  const { plan } = execution
  if (outcome.failed.size === 0) await runSteps(execution, plan.steps, outcome)
  if (outcome.failed.size > 0 && !outcome.isTerminated) {
    outcome.awaited = null
    await runSteps(execution, plan.onFailure, outcome)
  }
  return outcome
}

/** A run that has failed goes on only with what follows a failure. */
function earlierFailures({ earlier, plan }: Execution): Map<string, Why> {
  const after = new Set(plan.onFailure.flatMap(({ groups }) => groups.flat().map(({ key }) => key)))
  return new Map(
    [...earlier].flatMap(([key, { state, why: reason }]) =>
      state === 'failed' && !after.has(key) ? [[key, reason ?? why('unexpected')] as const] : [],
    ),
  )
}

async function runSteps(execution: Execution, steps: readonly Step[], outcome: ExecutionOutcome): Promise<void> {
  const failures = outcome.failed.size
  for (const [index, step] of steps.entries()) {
    if (index > 0 && (await execution.checkpoint())) {
      outcome.isTerminated = true
      return
    }
    await runStep(execution, step, outcome)
    if (outcome.failed.size > failures) return
    judgeStep(execution, step, index === steps.length - 1, outcome)
    if (outcome.awaited !== null || outcome.failed.size > failures) return
  }
}

async function runStep(execution: Execution, step: Step, outcome: ExecutionOutcome): Promise<void> {
  const failures = outcome.failed.size
  for (const group of step.groups) {
    // What is applied fails before anything is deleted.
    if (outcome.failed.size > failures && group.some(({ action }) => action === 'delete')) return
    const due = group.filter(({ write, action, hook }) => write || action === 'delete' || hook !== null)
    await settleAll(due.map((operation) => runOperation(execution, operation, outcome)))
    if (outcome.failed.size > failures && group.some(({ id }) => isDefinition(id))) return
    await awaitDefinitions(execution, group, outcome)
    const made = group.filter(({ key }) => outcome.applied.has(key))
    const hasDefinition = made.some(({ id }) => isDefinition(id))
    if (hasDefinition || made.some(({ id }) => isNamespace(id))) await execution.rights.renew(hasDefinition)
  }
}

async function runOperation(execution: Execution, operation: Operation, outcome: ExecutionOutcome): Promise<void> {
  const { key } = operation
  try {
    if (operation.hook) await runHook(execution, operation, outcome)
    else if (operation.action === 'delete') await remove(execution, operation, outcome)
    else await write(execution, operation, outcome)
  } catch (error) {
    if (!isOfObject(error)) throw error
    const target = execution.targets.get(key)
    fail(execution, key, target ? explain(whyOf(error), target) : whyOf(error), outcome)
  }
}

/** A lost lease, a defect or a cluster that is gone is not a matter of one object. */
const isOfObject = (error: unknown): boolean => whyOf(error).reason !== 'unexpected' && !isClusterFailure(error)

function fail({ report }: Execution, key: string, reason: Why, outcome: ExecutionOutcome): void {
  outcome.failed.set(key, reason)
  report({ key, state: 'failed', why: reason, health: null })
}

async function write(execution: Execution, operation: Operation, outcome: ExecutionOutcome): Promise<void> {
  const { client, deploymentId, guard, plan, report, rights } = execution
  const { key } = operation
  const target = execution.targets.get(key)
  report({ key, state: 'applying', why: null, health: null })
  failpoint('before_apply')
  const object = await writeObject({
    api: rights.own?.keys.has(key) ? rights.own.api : client.api,
    deploymentId,
    operation,
    text: target ? await execution.textOf(target) : '',
    validate: execution.validate && target?.options.validate !== false,
    propagation: plan.propagation,
    adopted: target?.options.migratesOwnership === true ? execution.liveBefore(key) : null,
    guard,
  })
  failpoint('applied')
  client.live.remember(object)
  outcome.applied.set(key, object)
  report({ key, state: 'done', why: null, health: healthOf(object).status })
}

async function remove(execution: Execution, operation: Operation, outcome: ExecutionOutcome): Promise<void> {
  const { key, id } = operation
  const client =
    operation.clusterId === execution.client.id ? execution.client : await execution.clientOf(operation.clusterId)
  if (client === null) throw new AppError('UNAVAILABLE', { reason: 'api_failed' })
  const { guard, deploymentId, plan, report } = execution
  report({ key, state: 'applying', why: null, health: null })
  failpoint('before_delete')
  const deletion = await deleteObject({ api: client.api, id, propagation: plan.propagation, deploymentId, guard })
  failpoint('deleted')
  if (deletion.state === 'waiting') {
    const { finalizers } = deletion
    outcome.waiting.set(key, why('delete_stuck', { object: objectLabel(id), finalizers }))
    return report({ key, state: 'applying', why: why('being_deleted', { finalizers }), health: null })
  }
  client.live.forget(id)
  outcome.gone.add(key)
  const isGone = deletion.state === 'gone'
  report({ key, state: isGone ? 'done' : 'skipped', why: isGone ? null : why('owned_by_other'), health: null })
}

async function runHook(execution: Execution, operation: Operation, outcome: ExecutionOutcome): Promise<void> {
  const { key, id } = operation
  const known = execution.earlier.get(key)
  if (known?.state === 'done') return void outcome.hooks.set(key, 'succeeded')
  const target = execution.targets.get(key)
  const { deploymentId, runId, client, guard, validate } = execution
  const step = await advanceHook({
    ...{ client, deploymentId, runId, operation, guard, validate },
    text: target?.text ?? '',
    wasCreated: known?.state === 'waiting_healthy',
  })
  if (step === 'succeeded') {
    outcome.hooks.set(key, 'succeeded')
    return execution.report({ key, state: 'done', why: null, health: 'Healthy' })
  }
  if (step !== 'running') {
    outcome.hooks.set(key, 'failed')
    return fail(execution, key, step.failed, outcome)
  }
  outcome.hooks.set(key, 'running')
  const seconds = known?.seconds ?? 0
  if (seconds > execution.time.hookLimit) {
    outcome.hooks.set(key, 'failed')
    return fail(
      execution,
      key,
      why('hook_timeout', { object: objectLabel(id), seconds: execution.time.hookLimit }),
      outcome,
    )
  }
  if (known?.state !== 'waiting_healthy')
    execution.report({ key, state: 'waiting_healthy', why: null, health: 'Progressing' })
}

/** Definitions are awaited within their step: their objects may stand in the next group. */
async function awaitDefinitions(
  execution: Execution,
  group: readonly Operation[],
  outcome: ExecutionOutcome,
): Promise<void> {
  const written = group.filter(({ key, id }) => isDefinition(id) && outcome.applied.has(key))
  if (written.length === 0) return
  const { ready, open } = await untilServed(
    execution.client.api,
    written.map(({ id }) => id),
    [...execution.targets.values()],
  )
  for (const object of ready) outcome.applied.set(resourceKey(resourceIdOf(object)), object)
  for (const { key } of written.filter(({ id }) => open.includes(id)))
    fail(execution, key, why('condition_pending', { condition: 'Established' }), outcome)
}

/**
 * Whether the next step may begin: hooks have ended and deletions are done, in every step; in all but the last one the objects are healthy
 * as well (Argo CD: the last wave of a sync is done once it is applied). Degraded fails the step at once, too much time as well.
 */
function judgeStep(execution: Execution, step: Step, isLast: boolean, outcome: ExecutionOutcome): void {
  const operations = step.groups.flat()
  const failures = outcome.failed.size
  const open = operations.flatMap((operation) => {
    const reason = openReason(execution, operation, isLast, outcome)
    return reason ? [{ operation, reason }] : []
  })
  const [first] = open
  if (first === undefined || outcome.failed.size > failures) return
  const { running, quiet, operationLimit, healthLimit } = execution.time
  const isHook = first.operation.hook !== null
  if (running > operationLimit) {
    fail(execution, first.operation.key, why('operation_timeout', { seconds: operationLimit }), outcome)
  } else if (!isHook && quiet > healthLimit) {
    for (const { operation, reason } of open) fail(execution, operation.key, reason, outcome)
  } else outcome.awaited = first.reason
}

/** What keeps an operation open; null: nothing. */
function openReason(
  execution: Execution,
  operation: Operation,
  isLast: boolean,
  outcome: ExecutionOutcome,
): Why | null {
  const { key, id } = operation
  if (operation.hook) {
    return outcome.hooks.get(key) === 'running' ? why('hook_running', { object: objectLabel(id) }) : null
  }
  if (operation.action === 'delete') return outcome.waiting.get(key) ?? null
  return isLast || !isAwaited(execution, operation, outcome) ? null : unhealthyReason(execution, operation, outcome)
}

/** What an object still lacks; a Degraded one is recorded as failed. Only what is new is reported. */
function unhealthyReason(execution: Execution, { key, id }: Operation, outcome: ExecutionOutcome): Why | null {
  const { report, earlier, healthBefore } = execution
  const object = objectLabel(id)
  const written = outcome.applied.get(key)
  const health: Health = (written ? healthOf(written) : healthBefore(key)) ?? { status: 'Missing', why: null }
  const wasWaiting = earlier.get(key)?.state === 'waiting_healthy'
  switch (health.status) {
    case 'Healthy':
    case 'Suspended':
      if (wasWaiting) report({ key, state: 'done', why: null, health: health.status })
      return null
    case 'Degraded':
      fail(execution, key, { ...(health.why ?? why('unexpected')), params: { object, ...health.why?.params } }, outcome)
      return null
    case 'Progressing':
    case 'Missing':
    case 'Unknown':
      if (!wasWaiting) report({ key, state: 'waiting_healthy', why: health.why, health: health.status })
      return why('health_timeout', { object })
  }
}

/**
 * An object that says that its health does not count is not waited for either. Argo CD waits for it, and with it for ever where nobody
 * will ever say that it is well: an Ingress whose controller writes no address, a claim whose first pod comes in a later wave.
 */
function isAwaited(execution: Execution, { key, write }: Operation, { applied }: ExecutionOutcome): boolean {
  const { waitsForOwnOnly, earlier, targets } = execution
  if (targets.get(key)?.options.ignoreHealth === true) return false
  return !waitsForOwnOnly || applied.has(key) || (earlier.has(key) && !write)
}
