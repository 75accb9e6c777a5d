/** A pass with everything that can go wrong around it: what fails is written down, and what was known stays known. */
import { AppError } from '#lib/core/errors.ts'
import { healthOf } from '../health/health-of.ts'
import { worst } from '../health/worst.ts'
import { failureDelay } from '../retry/backoff.ts'
import { LeaseLost } from '../store/claims.ts'
import { why } from '../model/why.ts'
import type { RunRecord } from '../store/runs.ts'
import { recordPass } from '../store/state.ts'
import { deletePass } from './delete.ts'
import { StageError, isSilence, whyOf } from './failure.ts'
import { readEntry } from './leftovers.ts'
import type { Next, Pass } from './pass.ts'
import { reconcile } from './reconcile.ts'
import type { StageCondition, StatusRecord } from './record.ts'

/** A run that cannot go on for this long has failed. Seconds. */
const PATIENCE = 300
const PREPARING_SECONDS = 2

/** Runs one pass. Null: the deployment is gone. Throws `LeaseLost`, and what the database fails with. */
export async function runPass(pass: Pass): Promise<Next | null> {
  try {
    return pass.snapshot.deletion ? await deletePass(pass) : await reconcile(pass)
  } catch (error) {
    if (error instanceof LeaseLost || isDatabaseFailure(error)) throw error
    return recordFailure(pass, conditionOf(pass, error))
  }
}

/** Nothing can be recorded; what was begun is found again later. */
export const isDatabaseFailure = (error: unknown): boolean =>
  error instanceof AppError && error.reason === 'database_unavailable'

function conditionOf({ ports, snapshot }: Pass, error: unknown): StageCondition {
  if (error instanceof StageError) return error.condition
  ports.log.error({ err: error, deploymentId: snapshot.id }, 'a pass failed unexpectedly')
  return { stage: 'compare', why: whyOf(error) }
}

async function recordFailure(pass: Pass, condition: StageCondition): Promise<Next> {
  const { snapshot, claim, ports } = pass
  const isPreparing = condition.why.reason === 'cluster_preparing'
  if (isSilence(condition.why.reason)) ports.clusters.doubt(snapshot.cluster.id)
  const end = runEnd(pass, condition, isPreparing)
  await recordPass(claim, {
    objects: [],
    stored: snapshot.stored,
    released: [],
    status: await failureStatus(pass, condition, isPreparing),
    ...(end && { run: end }),
  })
  if (isPreparing) return { seconds: PREPARING_SECONDS, hasFailed: false }
  return { seconds: failureDelay(claim.failures + 1, ports.pollSeconds), hasFailed: true }
}

/** What a person asked for ends with the reason; what the engine began has some time to get over a fault. */
function runEnd({ snapshot }: Pass, { why: reason }: StageCondition, isPreparing: boolean): RunRecord | null {
  const run = snapshot.activeRun
  if (run === null || run.trigger === 'deletion') return null
  if (run.terminateBy !== null) {
    return { id: run.id, results: [], end: { phase: 'Terminated', why: why('terminated', { actor: run.terminateBy }) } }
  }
  if (isPreparing || (run.phase === 'Running' && run.runningSeconds < PATIENCE)) return null
  return { id: run.id, results: [], end: { phase: 'Failed', why: reason } }
}

/** An error is never Synced. Health is kept or looked at again where Git is the problem, and unknown where the cluster is. */
async function failureStatus(pass: Pass, condition: StageCondition, isPreparing: boolean): Promise<StatusRecord> {
  const sync = { sync: 'Unknown' as const, why: condition.why }
  const base: StatusRecord = { sync, condition, hasChanged: false }
  if (isPreparing) return base
  const isAboutGit = ['source', 'render', 'policy'].includes(condition.stage)
  const health = isAboutGit
    ? await inventoryHealth(pass)
    : { status: 'Unknown' as const, why: condition.why, causes: [] }
  return health ? { ...base, health } : base
}

/** Health of what was applied so far; null when there is nothing, or the cluster cannot say. */
async function inventoryHealth(pass: Pass) {
  const entries = pass.snapshot.inventory.filter(({ applied, hook }) => applied && !hook)
  const lives = await Promise.all(entries.map(async (entry) => ({ entry, live: await readEntry(pass, entry) })))
  if (entries.length === 0 || lives.some(({ live }) => live === undefined)) return null
  return worst(lives.map(({ entry, live }) => ({ key: entry.key, health: live ? healthOf(live) : null })))
}
