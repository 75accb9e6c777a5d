/** Conducting a run: recorded first, inventory extended, plan executed as far as it goes, ended when there is nothing left to wait for. */
import type { Reason } from '#lib/core/reasons.ts'
import { type ExecutionOutcome, execute } from '../apply/execute.ts'
import { type ResultWriter, createResultWriter } from '../apply/results.ts'
import { healthOf } from '../health/health-of.ts'
import type { InventoryEntry } from '../inventory/algebra.ts'
import { operationsOf } from '../model/plan.ts'
import { objectLabel, resourceKey } from '../model/resource.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import { type Why, why } from '../model/why.ts'
import { planDigest } from './plan-digest.ts'
import { registerProject } from '../store/projects.ts'
import {
  type NewRun,
  type Opening,
  type RunRecord,
  beginRun,
  createRun,
  isTerminated,
  recordResults,
} from '../store/runs.ts'
import { type Facts, plannedInventory } from './facts.ts'
import { inStage } from './failure.ts'
import { abandonHooks, cleanHooks } from './hooks.ts'
import { textToApply } from './judge.ts'
import { writerOf } from './leftovers.ts'
import type { Pass } from './pass.ts'
import { type Planned, planFor } from './planning.ts'
import type { RunEnd } from './record.ts'
import type { ActiveRun, Snapshot } from './snapshot.ts'

export type Conducted = {
  run: ActiveRun
  planned: Planned
  /** Null when nothing was executed. */
  outcome: ExecutionOutcome | null
  /** The inventory as the execution extended it. */
  inventory: InventoryEntry[]
  /** Objects of hooks that are gone. */
  releasedHooks: InventoryEntry[]
  /** Null: the run goes on in a later pass. */
  end: RunEnd | null
  /** What is still to be written of the run: with everything else that the pass found. */
  record: RunRecord
}

/** Begins or continues a run. Null when a person asked for a run at the same moment, which goes first. */
export async function conductRun(pass: Pass, facts: Facts, wanted: ActiveRun | NewRun): Promise<Conducted | null> {
  const { claim, snapshot } = pass
  const active = 'id' in wanted ? wanted : null
  const asked = active ?? { trigger: wanted.trigger, options: DEFAULT_SYNC_OPTIONS, number: snapshot.nextRunNumber }
  const planned = planFor(pass, facts, asked)
  const digest = planDigest(planned.plan, planned.targets)
  const isRehearsal = active?.options.dryRun === true
  const { commit } = facts.wanted
  const inventory = plannedInventory(pass, facts, planned.hooks)
  const early = changedEnd(active, digest) ?? refusedEnd(planned) ?? (isRehearsal ? succeeded : null)
  const opening: Opening = {
    commit: facts.wanted.revision.commit,
    subject: commit.subject,
    author: commit.author,
    generation: snapshot.generation,
    plan: planned.plan,
    digest,
    isRehearsal,
    inventory: early ? [] : inventory,
  }
  if (active) await beginRun(claim, active, opening)
  const run = active ?? (await createRun(claim, wanted as NewRun, opening))
  if (run === null) return null
  if (early === null) return executeRun(pass, facts, { run, planned, inventory })
  const releasedHooks = run.phase === 'Running' ? await abandonHooks(pass, facts.client, run.id) : []
  const record = { id: run.id, results: [], end: early }
  return { run, planned, outcome: null, inventory: snapshot.inventory, releasedHooks, end: early, record }
}

const succeeded: RunEnd = { phase: 'Succeeded', why: null }
const failed = (reason: Why): RunEnd => ({ phase: 'Failed', why: reason })

/** What a person saw and agreed to is not what would happen now. Only asked before anything was done. */
function changedEnd(run: ActiveRun | null, digest: string): RunEnd | null {
  const expected = run?.phase === 'Pending' ? run.options.expectedPlan : undefined
  const isChanged = expected !== undefined && expected !== digest
  return isChanged ? failed(why('plan_changed')) : null
}

/** An object that is refused beforehand stops the whole run: half a commit is no state that anybody described. */
function refusedEnd({ plan }: Planned): RunEnd | null {
  const first = plan.refused[0]
  if (first === undefined) return null
  const reason = first.why ?? why('unexpected')
  const params = { object: objectLabel(first.id), count: plan.refused.length, ...reason.params }
  return failed({ ...reason, params })
}

type Begun = Pick<Conducted, 'run' | 'planned' | 'inventory'>

async function executeRun(pass: Pass, facts: Facts, begun: Begun): Promise<Conducted> {
  const { claim } = pass
  const { run, planned } = begun
  const writer = createResultWriter((results) => recordResults(claim, run.id, results))
  try {
    const outcome = await executePlan(pass, facts, begun, writer)
    const end = endOf(run, planned, outcome)
    // How a hook ended is recorded before its object goes: after a crash nothing else would tell.
    if (end && outcome.hooks.size > 0) await writer.end()
    const releasedHooks = end ? await cleanHooks(pass, facts, begun, outcome) : []
    return { ...begun, outcome, releasedHooks, end, record: { id: run.id, results: await writer.rest(), end } }
  } catch (error) {
    // What happened to objects before the failure is known; the failure itself is what is told.
    await writer.end().catch(() => undefined)
    throw error
  }
}

async function executePlan(
  pass: Pass,
  facts: Facts,
  { run, planned }: Begun,
  writer: ResultWriter,
): Promise<ExecutionOutcome> {
  const { claim, snapshot, ports } = pass
  const { syncPolicy } = snapshot.spec
  const { operationSeconds, hookSeconds, healthSeconds } = syncPolicy.timeouts
  if (planned.createsProject) await inStage('policy', () => registerProject(claim, snapshot))
  return inStage('apply', () =>
    execute({
      plan: planned.plan,
      targets: planned.targets,
      deploymentId: snapshot.id,
      runId: run.id,
      client: facts.client,
      clientOf: (clusterId) => writerOf(pass, clusterId),
      rights: {
        own: planned.createsProject
          ? { keys: projectKeys(snapshot), api: ports.clusters.open(snapshot.cluster).api }
          : null,
        renew: (isFresh) => ports.identities.renew(snapshot, snapshot.cluster, isFresh),
      },
      validate: !syncPolicy.skipSchemaValidation,
      waitsForOwnOnly: run.trigger === 'self_heal',
      earlier: run.results,
      time: {
        running: run.runningSeconds,
        quiet: run.quietSeconds,
        operationLimit: operationSeconds,
        hookLimit: hookSeconds,
        healthLimit: healthSeconds,
      },
      liveBefore: (key) => facts.lives.get(key) ?? null,
      textOf: (target) => textToApply(pass, target, facts.lives.get(target.key) ?? null),
      healthBefore: (key) => {
        const live = facts.lives.get(key)
        return live ? healthOf(live) : null
      },
      guard: pass.guard,
      checkpoint: () => isTerminated(claim, run.id),
      report: writer.report,
    }),
  )
}

/** What Ieum makes itself: the namespace of a project. No DevOps project may make namespaces without its policy naming them. */
const projectKeys = ({ namespace }: Snapshot): ReadonlySet<string> =>
  new Set([resourceKey({ group: '', kind: 'Namespace', namespace: '', name: namespace })])

/** How the run ends; null while it has something to wait for. */
function endOf(run: ActiveRun, { plan }: Planned, outcome: ExecutionOutcome): RunEnd | null {
  if (outcome.isTerminated) return { phase: 'Terminated', why: why('terminated', { actor: run.terminateBy ?? '' }) }
  if (outcome.awaited !== null) return null
  const [first] = outcome.failed
  if (first === undefined) return succeeded
  const [key, reason] = first
  if (OUT_OF_TIME.has(reason.reason)) return failed(reason)
  const hook = operationsOf(plan).find((operation) => operation.key === key && operation.hook !== null)
  if (hook) return failed(why('hook_failed', { object: objectLabel(hook.id) }, reason.detail))
  return failed(why('objects_failed', { count: outcome.failed.size }, reason.detail))
}

/** Nothing was refused: it took too long, and the reason says what did. */
const OUT_OF_TIME: ReadonlySet<Reason> = new Set<Reason>(['operation_timeout', 'health_timeout', 'hook_timeout'])
