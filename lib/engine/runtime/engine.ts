/**
 * The engine's loop: claims deployments that are due, runs one pass over each, and gives them back with the time of the next. Any number
 * of processes run it against one database; what one leaves undone another one takes up.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { metrics } from '#lib/observability/metrics.ts'
import { isDatabaseFailure, runPass } from '../reconcile/run-pass.ts'
import { failureDelay } from '../retry/backoff.ts'
import type { EnginePorts, Next } from '../reconcile/pass.ts'
import { failpoint } from '../failpoint.ts'
import { pollDelay } from '../retry/backoff.ts'
import { type Claim, LeaseLost, claimDue, queueState, releaseClaim, releaseUnchanged } from '../store/claims.ts'
import type { WakeReason } from '../store/wake.ts'
import { forgetPreviews } from '../store/previews.ts'
import { beat, leave, wakeAfterAbsence } from '../store/processes.ts'
import type { Snapshot } from '../reconcile/snapshot.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { recordStopped } from '../store/state.ts'
import { why } from '../model/why.ts'
import { type Bounds, boundsOf, claimBounds } from './bounds.ts'
import { createComplaints } from './complaints.ts'
import { PassOverdue, withinSeconds } from './deadline.ts'
import { LEASE_SECONDS, createHeld } from './held.ts'
import { createLooker } from './looker.ts'
import { Places } from './places.ts'
import { createPreviews } from './previews.ts'
import { createUnchanged } from './unchanged.ts'

const BEAT_MS = 5000
/** Passes that end by themselves in this time do; the others stop before their next write and are handed over. */
const GRACE_MS = 3000
const DRAIN_MS = 20_000
/** After a time without any engine the first passes are spread over this. Seconds. */
const START_SPREAD = 5
/** A part of the poll interval within which deployments of one repository share an answer. */
const TICKS_PER_POLL = 6
/** Claims per place: most deployments turn out to be as they were, which takes no place. */
const LOOKAHEAD = 4
/** Looks of which nothing but Git and the cluster can be the reason. */
const QUIET_REASONS: ReadonlySet<WakeReason> = new Set<WakeReason>(['poll', 'drift', 'refresh'])

export type Engine = {
  /** Something is due: look now instead of at the next tick. */
  nudge: () => void
  /** Takes nothing new, lets what runs end or stop at its next write, gives everything back. */
  stop: () => Promise<void>
}

export type EngineOptions = {
  /** Passes at once. */
  bounds: Bounds
  /** A pass that takes longer is given up: its place goes to others, and whatever it still wants to write is refused. */
  passSeconds: number
}

const DEFAULTS: EngineOptions = { bounds: boundsOf(10, {}), passSeconds: 900 }

/** Starts the loop. `id` names this process in leases. */
export async function startEngine(id: string, ports: EnginePorts, options: EngineOptions = DEFAULTS): Promise<Engine> {
  const now = () => performance.now()
  const complain = createComplaints(ports.log, now)
  const held = createHeld(now, (error) => complain('leases could not be renewed', error))
  const running = new Map<Claim, Promise<void>>()
  const state = { isCut: false, ended: 0 }

  const places = new Places(options.bounds)
  const most = claimBounds(options.bounds, LOOKAHEAD)
  const unchanged = createUnchanged(releaseUnchanged, (error) => complain('leases could not be given back', error))

  const work = async (claim: Claim): Promise<void> => {
    const startedAt = now()
    const note = (result: 'unchanged' | 'done' | 'failed' | 'lost') =>
      metrics().passes.observe({ reason: claim.wakeReason || 'poll', result }, (now() - startedAt) / 1000)
    try {
      const since = notBefore(claim, ports)
      if (QUIET_REASONS.has(claim.wakeReason) && (await ports.quiet.check(claim, since))) {
        note('unchanged')
        await unchanged.add(claim, pollDelay(ports.pollSeconds, ports.random()))
      } else {
        const hasFailed = await places.run(claim, () => fullPass(claim, since))
        note(hasFailed ? 'failed' : 'done')
      }
    } catch (error) {
      note(error instanceof LeaseLost ? 'lost' : 'failed')
      await giveUp(claim, error).catch((failure: unknown) => complain('a lease could not be given back', failure))
    } finally {
      held.drop(claim)
      running.delete(claim)
      // While there is much to do, a look for more is worth its while only now and then.
      state.ended++
      if (running.size <= LOOKAHEAD * state.ended) looker.nudge()
    }
  }

  /** True when the pass came to a failure that it wrote down. */
  const fullPass = async (claim: Claim, since: number): Promise<boolean> => {
    guard(claim)
    ports.quiet.begin(claim.deploymentId)
    const pass = onePass(claim, ports, since, () => guard(claim))
    const next = await withinSeconds(options.passSeconds, pass)
    ports.quiet.end(claim, next?.settled ?? null)
    if (next === null) return false
    failpoint('before_release')
    await releaseClaim(claim, { seconds: next.seconds, failures: next.hasFailed ? claim.failures + 1 : 0 })
    return next.hasFailed
  }

  /** Whoever takes the deployment next starts over from what is recorded. */
  const giveUp = async (claim: Claim, error: unknown): Promise<void> => {
    const { deploymentId, failures } = claim
    if (error instanceof LeaseLost) {
      if (state.isCut) return releaseClaim(claim, { seconds: 0, failures })
      return ports.log.warn({ deploymentId }, 'the lease was lost during a pass')
    }
    complain(`a pass over ${deploymentId} failed`, error)
    // From here on the pass, should it ever go on, is one that has lost its lease.
    held.drop(claim)
    if (!isDatabaseFailure(error)) await recordStopped(claim, stopReason(error))
    await releaseClaim(claim, { seconds: failureDelay(failures + 1, ports.pollSeconds), failures: failures + 1 })
  }

  const guard = (claim: Claim) => {
    if (state.isCut) throw new LeaseLost(claim.deploymentId)
    held.guard(claim)
  }

  const claimSome = async () => {
    const askedAt = now()
    state.ended = 0
    const request = { owner: id, leaseSeconds: LEASE_SECONDS, bounds: most, held: [...running.keys()] }
    const claims = await claimDue(request)
    if (claims.length > 0) failpoint('claimed')
    for (const claim of claims) {
      held.add(claim, askedAt)
      running.set(claim, work(claim))
    }
  }

  const previews = createPreviews({
    ...{ owner: id, ports, places, total: options.bounds.total },
    onDone: () => looker.nudge(),
  })
  const look = async () => void (await Promise.all([claimSome(), previews.claim()]))
  const looker = createLooker(look, (error) => complain('looking for work failed', error))
  const sayAlive = async () => {
    await beat(id, { running: running.size, ...(await queueState()) })
    await forgetPreviews()
  }

  await wakeAfterAbsence(START_SPREAD)
  await sayAlive()
  const beats = setInterval(
    () => void sayAlive().catch((error: unknown) => complain('the heartbeat failed', error)),
    BEAT_MS,
  )
  looker.start()
  const tidying = createTidying(ports, (error) => complain('rights could not be brought up to date', error))

  return {
    nudge: looker.nudge,
    async stop() {
      looker.stop()
      clearInterval(beats)
      const isDone = Promise.all([...running.values(), previews.idle(), tidying.stop()])
      await Promise.race([isDone, delay(GRACE_MS, undefined, { ref: false })])
      state.isCut = true
      places.turnAway(new LeaseLost('that waited'))
      await Promise.race([isDone, delay(DRAIN_MS, undefined, { ref: false })])
      held.stop()
      await unchanged.flush()
      await leave(id).catch((error: unknown) => complain('the process could not be taken from the list', error))
    },
  }
}

/** Brings rights up to date that no pass is about, one look at a time. */
function createTidying({ identities }: EnginePorts, onError: (error: unknown) => void) {
  let look: Promise<void> | undefined
  const tidy = () => {
    look ??= identities
      .sweep()
      .catch(onError)
      .finally(() => (look = undefined))
  }
  tidy()
  const timer = setInterval(tidy, BEAT_MS)
  return {
    async stop() {
      clearInterval(timer)
      await look
    },
  }
}

const stopReason = (error: unknown) =>
  error instanceof PassOverdue ? why('pass_timeout', { seconds: error.seconds }) : why('unexpected')

/** One pass over a claimed deployment. Null: there is nothing to give back. */
async function onePass(claim: Claim, ports: EnginePorts, since: number, guard: () => void): Promise<Next | null> {
  const snapshot = await loadSnapshot(claim.deploymentId)
  if (snapshot === null) return null
  const rendersAlone = claim.failures > 0
  return runPass({ snapshot, claim, ports, guard, rendersAlone, notBefore: Math.max(since, askedAt(snapshot)) })
}

/** A run that was asked for after the pass was claimed wants an answer from after that. */
const askedAt = ({ activeRun }: Snapshot): number =>
  activeRun?.phase === 'Pending' ? performance.now() - activeRun.requestedSeconds * 1000 : 0

/**
 * How old an answer of the Git host may be: what a person asked for wants one from after they asked, a poll shares those of its tick,
 * and a change in the cluster says nothing about Git. A pass whose reason was lost in a crash counts as asked for.
 */
function notBefore({ wakeReason, dueSeconds }: Claim, { pollSeconds }: EnginePorts): number {
  const present = performance.now()
  if (wakeReason === 'drift' || wakeReason === 'retry') return present - pollSeconds * 1000
  return wakeReason === 'poll' ? present - (pollSeconds / TICKS_PER_POLL) * 1000 : present - dueSeconds * 1000
}
