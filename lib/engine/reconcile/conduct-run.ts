/** Conducting a run: recorded first, inventory extended, plan executed as far as it goes, ended when there is nothing left to wait for. */
import { type ExecutionOutcome, execute } from '../apply/execute.ts'
import { createResultWriter } from '../apply/results.ts'
import { healthOf } from '../health/health-of.ts'
import type { InventoryEntry } from '../inventory/algebra.ts'
import { objectLabel } from '../model/resource.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import { type Why, why } from '../model/why.ts'
import { checkClaim } from '../store/claims.ts'
import { registerProject } from '../store/projects.ts'
import { type NewRun, beginRun, createRun, finishRun, recordResults } from '../store/runs.ts'
import { extendInventory } from '../store/state.ts'
import { type Facts, plannedInventory } from './facts.ts'
import { inStage } from './failure.ts'
import { clientOf } from './leftovers.ts'
import type { Pass } from './pass.ts'
import { type Planned, planFor } from './planning.ts'
import type { RunEnd, RunStart } from './record.ts'
import type { ActiveRun } from './snapshot.ts'

/** A run that waits longer than this for health or for deletions has failed. Seconds. */
const PATIENCE = 300

export type Conducted = {
  run: ActiveRun
  planned: Planned
  /** Null when nothing was executed. */
  outcome: ExecutionOutcome | null
  /** The inventory as the execution extended it. */
  inventory: InventoryEntry[]
  /** Null: the run goes on in a later pass. */
  end: RunEnd | null
}

/** Begins or continues a run. Null when a person asked for a run at the same moment, which goes first. */
export async function conductRun(pass: Pass, facts: Facts, wanted: ActiveRun | NewRun): Promise<Conducted | null> {
  const { claim, snapshot } = pass
  const active = 'id' in wanted ? wanted : null
  const planned = planFor(pass, facts, active ?? { trigger: wanted.trigger, options: DEFAULT_SYNC_OPTIONS })
  const isRehearsal = active?.options.dryRun === true
  const start: RunStart = {
    commit: facts.wanted.revision.commit,
    generation: snapshot.generation,
    plan: planned.plan,
    isRehearsal,
  }
  if (active) await beginRun(claim, active.id, start)
  const run = active ?? (await createRun(claim, wanted as NewRun, start))
  if (run === null) return null
  const end = refusedEnd(planned) ?? (isRehearsal ? succeeded : null)
  if (end) {
    await finishRun(claim, run.id, end)
    return { run, planned, outcome: null, inventory: snapshot.inventory, end }
  }
  const inventory = plannedInventory(pass, facts)
  await extendInventory(claim, inventory)
  const outcome = await executePlan(pass, facts, planned, run)
  return { run, planned, outcome, inventory, end: await conclude(pass, run, outcome) }
}

const succeeded: RunEnd = { phase: 'Succeeded', why: null }

/** An object that is refused beforehand stops the whole run: half a commit is no state that anybody described. */
function refusedEnd({ plan }: Planned): RunEnd | null {
  const first = plan.refused[0]
  if (first === undefined) return null
  const reason = first.why ?? why('unexpected')
  const params = { object: objectLabel(first.id), count: plan.refused.length, ...reason.params }
  return { phase: 'Failed', why: { ...reason, params } }
}

async function executePlan(pass: Pass, facts: Facts, planned: Planned, run: ActiveRun): Promise<ExecutionOutcome> {
  const { claim, snapshot } = pass
  if (planned.createsProject) await inStage('policy', () => registerProject(claim, snapshot))
  const writer = createResultWriter((results) => recordResults(claim, run.id, results))
  try {
    return await inStage('apply', () =>
      execute({
        plan: planned.plan,
        targets: planned.targets,
        deploymentId: snapshot.id,
        client: facts.client,
        clientOf: (clusterId) => clientOf(pass, clusterId),
        validate: !snapshot.spec.syncPolicy.skipSchemaValidation,
        healthBefore: (key) => {
          const live = facts.lives.get(key)
          return live ? healthOf(live) : null
        },
        guard: pass.guard,
        checkpoint: () => checkClaim(claim),
        report: writer.report,
      }),
    )
  } finally {
    await writer.end()
  }
}

/** Ends the run, unless it still waits and has time to. */
async function conclude(pass: Pass, run: ActiveRun, outcome: ExecutionOutcome): Promise<RunEnd | null> {
  const end = endOf(run, outcome)
  if (end === null) return null
  if (end.phase === 'Failed' && outcome.waiting.size > 0) {
    const stuck = [...outcome.waiting].map(([key, reason]) => ({
      key,
      state: 'failed' as const,
      why: reason,
      health: null,
    }))
    await recordResults(pass.claim, run.id, stuck)
  }
  await finishRun(pass.claim, run.id, end)
  return end
}

function endOf(run: ActiveRun, outcome: ExecutionOutcome): RunEnd | null {
  const failed = (reason: Why): RunEnd => ({ phase: 'Failed', why: reason })
  if (outcome.failed.size > 0) {
    const [first] = outcome.failed.values()
    return failed(why('objects_failed', { count: outcome.failed.size }, first?.detail))
  }
  const hasTime = run.runningSeconds < PATIENCE
  if (outcome.awaited !== null) return hasTime ? null : failed(why('health_timeout', { object: outcome.awaited }))
  const [stuck] = outcome.waiting.values()
  if (stuck === undefined) return succeeded
  return hasTime ? null : failed(stuck)
}
