/**
 * One pass over one deployment: look at Git, look at the cluster, decide, act, write down. A pass starts over from what is recorded, so
 * that it does not matter where an earlier one ended.
 */
import { pollDelay, retryDelay } from '../retry/backoff.ts'
import { type AutoSyncDecision, type LastRun, decideAutoSync } from '../retry/auto-sync.ts'
import { detectFlapping } from '../retry/flapping.ts'
import type { ClusterClient } from '../clusters/registry.ts'
import { type InventoryEntry, shrink } from '../inventory/algebra.ts'
import { hasWork } from '../plan/plan.ts'
import { type NewRun, type RunRecord, finishRun } from '../store/runs.ts'
import { recordPass } from '../store/state.ts'
import { type Conducted, conductRun } from './conduct-run.ts'
import { checkDestination, checkPolicy, resolveRun, resolveTracked } from './desired.ts'
import { type Facts, gatherFacts } from './facts.ts'
import { inStage } from './failure.ts'
import { abandonHooks } from './hooks.ts'
import { rememberApplied } from './judge.ts'
import { type Next, type Pass, openAsProject } from './pass.ts'
import { planFor } from './planning.ts'
import type { RunEnd, StatusRecord } from './record.ts'
import { afterRun, summarise } from './summary.ts'
import type { ResolvedRevision } from '#lib/git/types.ts'
import type { ApiKind } from '#lib/kube/types.ts'
import type { Settled } from '../runtime/quiet.ts'
import { type Why, why } from '../model/why.ts'
import type { ActiveRun } from './snapshot.ts'

/** Seconds until a run that waits for health or deletions is looked at again, if no watch says something earlier. */
const WAIT_SECONDS = 2

/** Throws `StageError` when the pass cannot go on, `LeaseLost` when it may not. */
export async function reconcile(given: Pass): Promise<Next> {
  checkPolicy(given)
  const client = await openAsProject(given, given.snapshot.cluster)
  const isMissing = await checkDestination(given, client)
  const tracked = await resolveTracked(given)
  const pass = await withoutEnded(given, client, tracked)
  const revision = await resolveRun(pass, tracked)
  const facts = await gatherFacts(pass, client, revision, isMissing)
  await observeKinds(facts)
  return revision.commit === tracked.commit ? reconcileTracked(pass, facts) : reconcileOther(pass, facts)
}

/**
 * A run that somebody asked to end is ended, and an automatic one of a commit or specification that is no longer the newest is given up.
 * Everything else that a person asked for is finished.
 */
async function withoutEnded(pass: Pass, client: ClusterClient, tracked: ResolvedRevision): Promise<Pass> {
  const run = pass.snapshot.activeRun
  const end = run && endReason(run, pass.snapshot.generation, tracked)
  if (!run || !end) return pass
  const released = run.phase === 'Running' ? await abandonHooks(pass, client, run.id) : []
  await recordEnded(pass, run, end, released)
  const inventory = shrink(pass.snapshot.inventory, released)
  const lastRun = run.terminateBy === null ? pass.snapshot.lastRun : terminatedRun(run, tracked)
  return { ...pass, snapshot: { ...pass.snapshot, inventory, lastRun, activeRun: null } }
}

/** A run that may have written leaves the cluster between two commits: with its end, the status stops to claim the earlier one. */
async function recordEnded(pass: Pass, run: ActiveRun, end: Why, released: readonly InventoryEntry[]): Promise<void> {
  const terminated: RunEnd = { phase: 'Terminated', why: end }
  if (run.phase === 'Pending' || run.options.dryRun) return finishRun(pass.claim, run.id, terminated)
  const record: RunRecord = { id: run.id, results: [], end: terminated }
  const status: StatusRecord = { sync: { sync: 'OutOfSync', why: end }, condition: null, hasChanged: run.hasChanged }
  await recordPass(pass.claim, { status, objects: [], stored: pass.snapshot.stored, released, run: record })
}

function endReason(run: ActiveRun, generation: number, tracked: ResolvedRevision): Why | null {
  if (run.terminateBy !== null) return why('terminated', { actor: run.terminateBy })
  if (run.phase === 'Pending' || run.trigger === 'manual' || run.trigger === 'rollback') return null
  return run.commit === tracked.commit && run.generation === generation ? null : why('superseded')
}

/** What the next decision has to know of a run that a person ended: its commit is not tried again by itself. */
const terminatedRun = (run: ActiveRun, tracked: ResolvedRevision): LastRun => ({
  commit: run.commit || tracked.commit,
  generation: run.generation,
  attempt: run.attempt,
  succeeded: false,
  reason: 'terminated',
  wasRefused: false,
  secondsAgo: 0,
})

/** A run of another commit than the tracked one: executed, then the deployment is looked at as it should be. */
async function reconcileOther(pass: Pass, facts: Facts): Promise<Next> {
  const run = pass.snapshot.activeRun
  const conducted = run && (await conductRun(pass, facts, run))
  if (conducted) {
    const { record, releasedHooks } = conducted
    const hasChanged = conducted.end !== null && hasWritten(conducted)
    // What was applied is not what is tracked; the next pass, which follows at once, tells how they differ.
    const sync = { sync: 'OutOfSync', why: why('differs') } as const
    const status: StatusRecord = { condition: null, hasChanged, ...(hasChanged && { sync }) }
    await recordPass(pass.claim, {
      status,
      objects: [],
      stored: pass.snapshot.stored,
      released: releasedHooks,
      run: record,
    })
  }
  return { seconds: conducted?.end ? 0 : WAIT_SECONDS, hasFailed: false }
}

async function reconcileTracked(pass: Pass, facts: Facts): Promise<Next> {
  const { ports, snapshot } = pass
  const decision: AutoSyncDecision = snapshot.activeRun ? { act: 'none' } : decide(pass, facts)
  const wanted = snapshot.activeRun ?? newRun(decision)
  const conducted = wanted && (await conductRun(pass, facts, wanted))
  if (wanted && conducted === null) return { seconds: 0, hasFailed: false }
  if (conducted) rememberWritten(pass, facts, conducted)
  const settled = conducted ? afterRun(facts, conducted) : facts
  const kinds = await observeKinds(settled)
  const released = conducted?.releasedHooks ?? []
  const inventory = shrink(conducted?.inventory ?? snapshot.inventory, released)
  const summary = summarise({ ...pass, snapshot: { ...snapshot, inventory } }, settled)
  const status = withFlapping(withRun(summary.status, conducted, decision), pass, facts)
  await recordPass(pass.claim, {
    ...summary,
    released: [...summary.released, ...released],
    status,
    stored: snapshot.stored,
    ...(conducted && { run: conducted.record }),
  })
  const seconds = nextSeconds(pass, conducted, decision, ports.random())
  const isOpen = status.sync?.sync !== 'Synced' || (conducted !== null && conducted.end?.phase !== 'Succeeded')
  return isOpen ? { seconds, hasFailed: false } : { seconds, hasFailed: false, settled: settledAs(pass, facts, kinds) }
}

/** What has to stay as it is for nothing to be left to do. */
function settledAs({ snapshot }: Pass, { client, wanted }: Facts, kinds: readonly ApiKind[]): Settled {
  return {
    remote: snapshot.repository.remote,
    revision: snapshot.pin?.commit ?? snapshot.spec.source.revision,
    commit: wanted.revision.commit,
    live: client.live,
    kinds,
  }
}

/** What was just applied needs no dry run to be known. */
function rememberWritten(pass: Pass, { wanted }: Facts, { outcome }: Conducted): void {
  for (const target of wanted.targets) {
    const object = outcome?.applied.get(target.key)
    if (object) rememberApplied(pass, target, object)
  }
}

function decide(pass: Pass, facts: Facts): AutoSyncDecision {
  const { snapshot } = pass
  const { plan } = planFor(pass, facts, null)
  const { status } = snapshot
  const { automated, retry } = snapshot.spec.syncPolicy
  // Paused, or pinned by a rollback: nothing by itself until somebody lets it.
  const isHeld = snapshot.pausedSeconds !== null || snapshot.pin !== null
  return decideAutoSync({
    automated: isHeld ? null : automated,
    retry,
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
  const isHeal = decision.act === 'heal'
  return {
    ...status,
    hasChanged: conducted.end?.phase === 'Succeeded' && hasWritten(conducted),
    ...(isHeal ? { heal: { attempts: decision.attempts, isNow: true } } : {}),
    ...(decision.act === 'sync' ? { heal: { attempts: 0, isNow: false } } : {}),
  }
}

const hasWritten = ({ outcome, run }: Conducted): boolean =>
  run.hasChanged || (outcome !== null && outcome.applied.size + outcome.gone.size > 0)

/** Somebody else keeps writing what self-heal puts back: who, and which field. Kept until the deployment stayed healed for a while. */
function withFlapping(status: StatusRecord, { snapshot }: Pass, facts: Facts): StatusRecord {
  const { healAttempts, healedSecondsAgo, flapping: known } = snapshot.status
  const flapping = detectFlapping({
    known,
    attempts: status.heal?.attempts ?? healAttempts,
    isDrifting: status.heal?.isNow === true,
    secondsSinceHeal: healedSecondsAgo,
    objects: facts.wanted.targets.flatMap(({ id, key }) => {
      const comparison = facts.comparisons.get(key)
      return comparison?.kind === 'differs' ? [{ id, key, differences: comparison.differences }] : []
    }),
  })
  return { ...status, flapping }
}

function nextSeconds(pass: Pass, conducted: Conducted | null, decision: AutoSyncDecision, random: number): number {
  const poll = pollDelay(pass.ports.pollSeconds, random)
  if (conducted && conducted.end === null) return WAIT_SECONDS
  // It took the place of what the policy would have begun in this pass.
  if (conducted?.run.options.dryRun) return 0
  if (conducted?.end?.phase === 'Failed' && pass.snapshot.spec.syncPolicy.automated) {
    return Math.min(poll, retryDelay(conducted.run.attempt, pass.snapshot.spec.syncPolicy.retry) ?? poll)
  }
  const resumed = pass.snapshot.pausedSeconds ?? poll
  return Math.min(poll, resumed, decision.act === 'wait' ? decision.seconds : poll)
}

/**
 * Watches the kinds of all managed objects and tells the watches what this pass has seen, so that a change between reading and watching
 * is noticed.
 */
async function observeKinds({ client, wanted, lives }: Facts): Promise<ApiKind[]> {
  const discovery = await inStage('cluster', () => client.api.discover())
  const found = wanted.targets.flatMap(({ id }) => discovery.find(id.group, id.version, id.kind) ?? [])
  const kinds = [...new Set(found)]
  client.live.observe(kinds)
  for (const live of lives.values()) if (live) client.live.remember(live)
  return kinds
}
