/** Deleting a deployment: objects first, in reverse order, each confirmed gone; the rows only when nothing is left to wait for. */
import { AppError } from '#lib/core/errors.ts'
import { createResultWriter } from '../apply/results.ts'
import { type ExecutionOutcome, execute } from '../apply/execute.ts'
import { entryKey } from '../inventory/algebra.ts'
import type { SyncPlan } from '../model/plan.ts'
import { type Why, why } from '../model/why.ts'
import { type DeletionDecision, decideDeletion } from '../plan/deletion.ts'
import { planDigest } from './plan-digest.ts'
import { planSync } from '../plan/plan.ts'
import { checkClaim } from '../store/claims.ts'
import { removeDeployment } from '../store/removal.ts'
import { type Opening, createRun, finishRun, recordResults } from '../store/runs.ts'
import { recordPass } from '../store/state.ts'
import { StageError, inStage } from './failure.ts'
import { abandonHooks } from './hooks.ts'
import { readEntry, writerOf } from './leftovers.ts'
import { type Next, type Pass, openAsProject } from './pass.ts'
import type { ActiveRun } from './snapshot.ts'

/** After so long the objects that do not go are named, with what they wait for. Seconds. */
const STUCK_SECONDS = 60
const WAIT_SECONDS = 1
/** A deletion makes nothing that rights depend on. */
const NO_RIGHTS = { own: null, renew: () => Promise.resolve() }
const PATIENT = { running: 0, quiet: 0, operationLimit: Infinity, hookLimit: Infinity, healthLimit: Infinity }

/** One pass of a deletion. Null: the deployment is gone. */
export async function deletePass(pass: Pass): Promise<Next | null> {
  const { snapshot, claim } = pass
  const run = await endOtherRun(pass)
  if (!snapshot.deletion?.cascade) {
    await removeDeployment(
      claim,
      snapshot,
      snapshot.inventory.map(({ key }) => key),
    )
    return null
  }
  const decision = await decide(pass)
  const plan = planDeletion(pass, decision)
  const outcome = plan.steps.length > 0 ? await executeDeletion(pass, plan, run) : undefined
  // Somebody changed what was asked for since this pass began.
  if (outcome === null) return { seconds: 0, hasFailed: false }
  if (decision.unreadable.length > 0) throw new StageError('cluster', why('cluster_unreachable'))
  if (outcome && (outcome.failed.size > 0 || outcome.awaited !== null)) return recordWaiting(pass, decision, outcome)
  await removeDeployment(
    claim,
    snapshot,
    plan.skipped.map(({ key }) => key),
  )
  return null
}

/** A sync that is asked for or under way is given up; an earlier pass of this deletion is continued. */
async function endOtherRun(pass: Pass): Promise<ActiveRun | null> {
  const { snapshot, claim } = pass
  const run = snapshot.activeRun
  if (run === null || run.trigger === 'deletion') return run
  if (run.phase === 'Running') await endHooks(pass, run)
  await finishRun(claim, run.id, { phase: 'Terminated', why: why('deployment_deleting') })
  return null
}

/** Hooks of the run that was under way. A cluster that cannot be reached keeps nobody from deleting the deployment alone. */
async function endHooks(pass: Pass, run: ActiveRun): Promise<void> {
  const { snapshot } = pass
  try {
    await abandonHooks(pass, await openAsProject(pass, snapshot.cluster), run.id)
  } catch (error) {
    const isOfCluster = error instanceof AppError || error instanceof StageError
    if (snapshot.deletion?.cascade || !isOfCluster) throw error
  }
}

async function decide(pass: Pass): Promise<DeletionDecision> {
  const { snapshot } = pass
  const objects = await Promise.all(
    snapshot.inventory.map(async (entry) => ({ entry, live: await readEntry(pass, entry) })),
  )
  return decideDeletion(objects, {
    deploymentId: snapshot.id,
    clusterId: snapshot.cluster.id,
    includeKeys: new Set(snapshot.deletion?.includeKeys ?? []),
  })
}

function planDeletion({ snapshot }: Pass, prune: DeletionDecision): SyncPlan {
  const { prunePropagation: propagation } = snapshot.spec.syncPolicy
  const options = { pruneLast: false, propagation, replace: false, applyOutOfSyncOnly: true, force: false, only: null }
  return planSync({ clusterId: snapshot.cluster.id, targets: [], hooks: [], comparisons: new Map(), prune, options })
}

/** Null: the deletion is not what this pass knows of it any more. */
async function executeDeletion(pass: Pass, plan: SyncPlan, active: ActiveRun | null): Promise<ExecutionOutcome | null> {
  const { snapshot, claim } = pass
  const opening: Opening = {
    ...{ commit: snapshot.status.syncedCommit, subject: '', author: '', generation: snapshot.generation },
    ...{ plan, digest: planDigest(plan, new Map()), isRehearsal: false, inventory: [] },
  }
  const actorName = snapshot.deletion?.requestedBy ?? ''
  const run = active ?? (await createRun(claim, { trigger: 'deletion', attempt: 1, actorName }, opening))
  if (run === null) return null
  const client = await openAsProject(pass, snapshot.cluster)
  const writer = createResultWriter((results) => recordResults(claim, run.id, results))
  try {
    return await inStage('prune', () =>
      execute({
        plan,
        targets: new Map(),
        deploymentId: snapshot.id,
        runId: run.id,
        client,
        clientOf: (clusterId) => writerOf(pass, clusterId),
        rights: NO_RIGHTS,
        liveBefore: () => null,
        textOf: ({ text }) => Promise.resolve(text),
        validate: true,
        waitsForOwnOnly: false,
        // What failed is tried again, for as long as it takes: somebody wants it gone.
        earlier: new Map(),
        time: PATIENT,
        healthBefore: () => null,
        guard: pass.guard,
        checkpoint: async () => {
          await checkClaim(claim)
          return false
        },
        report: writer.report,
      }),
    )
  } finally {
    await writer.end()
  }
}

/** The inventory shrinks to what is left; after a while the status says what holds it up. */
async function recordWaiting(pass: Pass, decision: DeletionDecision, outcome: ExecutionOutcome): Promise<Next> {
  const { snapshot, claim } = pass
  const gone = snapshot.inventory.filter((entry) => outcome.gone.has(entry.key) || outcome.gone.has(entryKey(entry)))
  const [failure] = outcome.failed.values()
  const [stuck] = outcome.waiting.values()
  const isStuck = (snapshot.deletion?.seconds ?? 0) > STUCK_SECONDS
  const reason: Why | undefined = failure ?? (isStuck ? stuck : undefined)
  await recordPass(claim, {
    objects: [],
    stored: snapshot.stored,
    released: [...gone, ...decision.released],
    status: {
      health: { status: 'Progressing', why: why('being_deleted', stuck?.params), causes: [] },
      condition: reason ? { stage: 'prune', why: reason } : null,
      hasChanged: gone.length > 0,
    },
  })
  return { seconds: failure ? 5 : WAIT_SECONDS, hasFailed: failure !== undefined }
}
