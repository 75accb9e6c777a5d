/**
 * One pass over one deployment: look at Git, look at the cluster, decide, act, write down. A pass starts over from what is recorded, so
 * that it does not matter where an earlier one ended.
 */
import { pollDelay, retryDelay } from '../retry/backoff.ts'
import { type AutoSyncDecision, decideAutoSync } from '../retry/auto-sync.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { hasWork } from '../plan/plan.ts'
import { type NewRun, finishRun } from '../store/runs.ts'
import { recordPass } from '../store/state.ts'
import { type Conducted, conductRun } from './conduct-run.ts'
import { checkDestination, checkPolicy, resolveRun, resolveTracked } from './desired.ts'
import { type Facts, gatherFacts } from './facts.ts'
import { inStage } from './failure.ts'
import type { Next, Pass } from './pass.ts'
import { planFor } from './planning.ts'
import type { StatusRecord } from './record.ts'
import { afterRun, summarise } from './summary.ts'
import type { ResolvedRevision } from '#lib/git/types.ts'
import { why } from '../model/why.ts'

/** Seconds until a run that waits for health or deletions is looked at again, if no watch says something earlier. */
const WAIT_SECONDS = 2

/** Throws `StageError` when the pass cannot go on, `LeaseLost` when it may not. */
export async function reconcile(given: Pass): Promise<Next> {
  checkPolicy(given)
  const client = await inStage('cluster', () => Promise.resolve(given.ports.clusters.open(given.snapshot.cluster)))
  await checkDestination(given, client)
  const tracked = await resolveTracked(given)
  const pass = await withoutSuperseded(given, tracked)
  const revision = await resolveRun(pass, tracked)
  const facts = await gatherFacts(pass, client, revision)
  await observeKinds(client, facts)
  return revision.commit === tracked.commit ? reconcileTracked(pass, facts) : reconcileOther(pass, facts)
}

/** An automatic run of a commit or specification that is no longer the newest is given up. What a person asked for is finished. */
async function withoutSuperseded(pass: Pass, tracked: ResolvedRevision): Promise<Pass> {
  const run = pass.snapshot.activeRun
  if (run === null || run.phase === 'Pending' || run.trigger === 'manual') return pass
  if (run.commit === tracked.commit && run.generation === pass.snapshot.generation) return pass
  await finishRun(pass.claim, run.id, { phase: 'Terminated', why: why('superseded') })
  return { ...pass, snapshot: { ...pass.snapshot, activeRun: null } }
}

/** A run of another commit than the tracked one: executed, then the deployment is looked at as it should be. */
async function reconcileOther(pass: Pass, facts: Facts): Promise<Next> {
  const run = pass.snapshot.activeRun
  const conducted = run && (await conductRun(pass, facts, run))
  return { seconds: conducted?.end ? 0 : WAIT_SECONDS, hasFailed: false }
}

async function reconcileTracked(pass: Pass, facts: Facts): Promise<Next> {
  const { ports, snapshot } = pass
  const decision: AutoSyncDecision = snapshot.activeRun ? { act: 'none' } : decide(pass, facts)
  const wanted = snapshot.activeRun ?? newRun(decision)
  const conducted = wanted && (await conductRun(pass, facts, wanted))
  if (wanted && conducted === null) return { seconds: 0, hasFailed: false }
  const settled = conducted ? afterRun(facts, conducted) : facts
  if (conducted) await observeKinds(settled.client, settled)
  const inventory = conducted?.inventory ?? snapshot.inventory
  const summary = summarise({ ...pass, snapshot: { ...snapshot, inventory } }, settled)
  const status = withRun(summary.status, conducted, decision)
  await recordPass(pass.claim, { ...summary, status, stored: snapshot.stored })
  return { seconds: nextSeconds(pass, conducted, decision, ports.random()), hasFailed: false }
}

function decide(pass: Pass, facts: Facts): AutoSyncDecision {
  const { snapshot } = pass
  const { plan } = planFor(pass, facts, null)
  const { status } = snapshot
  return decideAutoSync({
    automated: snapshot.spec.syncPolicy.automated,
    hasWork: hasWork(plan),
    isRefused: plan.refused.length > 0,
    commit: facts.wanted.revision.commit,
    generation: snapshot.generation,
    lastRun: snapshot.lastRun,
    heal: {
      attempts: status.healAttempts,
      secondsAgo: status.healedSecondsAgo,
      driftSeconds: status.sync === 'OutOfSync' ? status.syncSeconds : 0,
    },
  })
}

function newRun(decision: AutoSyncDecision): NewRun | null {
  if (decision.act === 'sync') return { trigger: decision.trigger, attempt: decision.attempt, actorName: '' }
  return decision.act === 'heal' ? { trigger: 'self_heal', attempt: 1, actorName: '' } : null
}

/** What a run adds to the status. */
function withRun(status: StatusRecord, conducted: Conducted | null, decision: AutoSyncDecision): StatusRecord {
  if (conducted === null) return status
  const { outcome, end, run } = conducted
  const isHeal = decision.act === 'heal'
  const wrote = outcome !== null && outcome.applied.size + outcome.gone.size > 0
  return {
    ...status,
    hasChanged: end?.phase === 'Succeeded' && (wrote || run.hasChanged),
    ...(isHeal ? { heal: { attempts: decision.attempts, isNow: true } } : {}),
    ...(decision.act === 'sync' ? { heal: { attempts: 0, isNow: false } } : {}),
  }
}

function nextSeconds(pass: Pass, conducted: Conducted | null, decision: AutoSyncDecision, random: number): number {
  const poll = pollDelay(pass.ports.pollSeconds, random)
  if (conducted && conducted.end === null) return WAIT_SECONDS
  if (conducted?.end?.phase === 'Failed' && pass.snapshot.spec.syncPolicy.automated) {
    return Math.min(poll, retryDelay(conducted.run.attempt) ?? poll)
  }
  return decision.act === 'wait' ? Math.min(poll, decision.seconds) : poll
}

/**
 * Watches the kinds of all managed objects and tells the watches what this pass has seen, so that a change between reading and watching
 * is noticed.
 */
async function observeKinds(client: ClusterClient, { wanted, lives }: Facts): Promise<void> {
  const discovery = await inStage('cluster', () => client.api.discover())
  client.live.observe(wanted.targets.flatMap(({ id }) => discovery.find(id.group, id.version, id.kind) ?? []))
  for (const live of lives.values()) if (live) client.live.remember(live)
}
