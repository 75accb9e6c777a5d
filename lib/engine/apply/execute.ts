/** Executes a plan: stage by stage, group by group, the objects of a group at the same time. Decides nothing that the plan did not. */
import { AppError } from '#lib/core/errors.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { healthOf } from '../health/health-of.ts'
import type { Health } from '../model/health.ts'
import type { Operation, Stage, SyncPlan } from '../model/plan.ts'
import { type KubeObject, objectLabel, resourceIdOf, resourceKey } from '../model/resource.ts'
import type { Target } from '../model/target.ts'
import { type Why, why } from '../model/why.ts'
import { explain } from '../reconcile/compare.ts'
import { isClusterFailure, whyOf } from '../reconcile/failure.ts'
import type { ResultRecord } from '../reconcile/record.ts'
import { deleteObject, writeObject } from './apply-one.ts'
import { untilServed } from './definitions.ts'
import { settleAll } from './settle-all.ts'

export type Execution = {
  plan: SyncPlan
  /** By key; also objects that the plan adds by itself. */
  targets: ReadonlyMap<string, Target>
  deploymentId: string
  client: ClusterClient
  /** Clients of clusters that an earlier destination left objects on. */
  clientOf: (clusterId: string) => Promise<ClusterClient | null>
  validate: boolean
  /** Health of a target that this execution did not write. */
  healthBefore: (key: string) => Health | null
  guard: () => void
  /** Proves at the database that the lease still holds; before every stage. */
  checkpoint: () => Promise<void>
  report: (result: ResultRecord) => void
}

export type ExecutionOutcome = {
  applied: Map<string, KubeObject>
  failed: Map<string, Why>
  /** Keys of deletions that are confirmed, and of objects that are not ours any more. */
  gone: Set<string>
  /** Deletions that were accepted and are not yet done, and why. */
  waiting: Map<string, Why>
  /** Pruning waits until everything is healthy: name of the first object that is not. */
  awaited: string | null
}

/** Executes the plan as far as it can go now. Throws `LeaseLost`, and what the cluster as a whole fails with. */
export async function execute(execution: Execution): Promise<ExecutionOutcome> {
  const outcome: ExecutionOutcome = {
    applied: new Map(),
    failed: new Map(),
    gone: new Set(),
    waiting: new Map(),
    awaited: null,
  }
  for (const stage of execution.plan.stages) {
    if (outcome.failed.size > 0) break
    if (stage.name === 'prune' && execution.plan.pruneLast) {
      outcome.awaited = firstUnhealthy(execution, outcome)
      if (outcome.awaited !== null) break
    }
    await runStage(execution, stage, outcome)
  }
  return outcome
}

async function runStage(execution: Execution, stage: Stage, outcome: ExecutionOutcome): Promise<void> {
  const operations = stage.groups.map((group) =>
    group.filter((operation) => operation.write || operation.action === 'delete'),
  )
  if (operations.flat().length > 0) await execution.checkpoint()
  for (const group of operations) {
    await settleAll(group.map((operation) => runOperation(execution, operation, outcome)))
  }
  if (stage.name === 'definitions' && outcome.failed.size === 0) await awaitDefinitions(execution, stage, outcome)
}

async function runOperation(execution: Execution, operation: Operation, outcome: ExecutionOutcome): Promise<void> {
  const { key } = operation
  execution.report({ key, state: 'applying', why: null, health: null })
  try {
    if (operation.action === 'delete') await remove(execution, operation, outcome)
    else await write(execution, operation, outcome)
  } catch (error) {
    if (!isOfObject(error)) throw error
    const target = execution.targets.get(key)
    const reason = target ? explain(whyOf(error), target) : whyOf(error)
    outcome.failed.set(key, reason)
    execution.report({ key, state: 'failed', why: reason, health: null })
  }
}

/** A lost lease, a defect or a cluster that is gone is not a matter of one object. */
const isOfObject = (error: unknown): boolean => whyOf(error).reason !== 'unexpected' && !isClusterFailure(error)

async function write(execution: Execution, operation: Operation, outcome: ExecutionOutcome): Promise<void> {
  const { client, deploymentId, guard, validate, plan } = execution
  const { api } = client
  const text = execution.targets.get(operation.key)?.text ?? ''
  const object = await writeObject({
    api,
    deploymentId,
    operation,
    text,
    validate,
    propagation: plan.propagation,
    guard,
  })
  client.live.remember(object)
  outcome.applied.set(operation.key, object)
  execution.report({ key: operation.key, state: 'done', why: null, health: healthOf(object).status })
}

async function remove(execution: Execution, operation: Operation, outcome: ExecutionOutcome): Promise<void> {
  const { key, id } = operation
  const client =
    operation.clusterId === execution.client.id ? execution.client : await execution.clientOf(operation.clusterId)
  if (client === null) throw new AppError('UNAVAILABLE', { reason: 'api_failed' })
  const { guard, deploymentId, plan } = execution
  const deletion = await deleteObject({ api: client.api, id, propagation: plan.propagation, deploymentId, guard })
  if (deletion.state === 'waiting') {
    outcome.waiting.set(key, why('delete_stuck', { object: objectLabel(id), finalizers: deletion.finalizers }))
    return execution.report({
      key,
      state: 'applying',
      why: why('being_deleted', { finalizers: deletion.finalizers }),
      health: null,
    })
  }
  client.live.forget(id)
  outcome.gone.add(key)
  const isGone = deletion.state === 'gone'
  execution.report({
    key,
    state: isGone ? 'done' : 'skipped',
    why: isGone ? null : why('owned_by_other'),
    health: null,
  })
}

async function awaitDefinitions(execution: Execution, stage: Stage, outcome: ExecutionOutcome): Promise<void> {
  const written = stage.groups.flat().filter(({ key }) => outcome.applied.has(key))
  if (written.length === 0) return
  const { ready, open } = await untilServed(
    execution.client.api,
    written.map(({ id }) => id),
    [...execution.targets.values()],
  )
  for (const object of ready) outcome.applied.set(resourceKey(resourceIdOf(object)), object)
  for (const { key } of written.filter(({ id }) => open.includes(id))) {
    const reason = why('condition_pending', { condition: 'Established' })
    outcome.failed.set(key, reason)
    execution.report({ key, state: 'failed', why: reason, health: 'Progressing' })
  }
}

function firstUnhealthy({ targets, healthBefore }: Execution, { applied }: ExecutionOutcome): string | null {
  for (const [key, { id }] of targets) {
    const object = applied.get(key)
    const health = object ? healthOf(object) : healthBefore(key)
    if (health?.status !== 'Healthy' && health?.status !== 'Suspended') return objectLabel(id)
  }
  return null
}
