/**
 * The engine's loop: claims deployments that are due, runs one pass over each, and gives them back with the time of the next. Any number
 * of processes run it against one database; what one leaves undone another one takes up.
 */
import { setTimeout as delay } from 'node:timers/promises'
import { runPass } from '../reconcile/run-pass.ts'
import type { EnginePorts, Next } from '../reconcile/pass.ts'
import { type Claim, LeaseLost, claimDue, queueState, releaseClaim } from '../store/claims.ts'
import { beat, leave, wakeAfterAbsence } from '../store/processes.ts'
import { loadSnapshot } from '../store/snapshot.ts'
import { type Bounds, DEFAULT_BOUNDS, roomFor } from './bounds.ts'
import { LEASE_SECONDS, createHeld } from './held.ts'

const LOOK_MS = 500
const BEAT_MS = 5000
const DRAIN_MS = 20_000
/** After a time without any engine the first passes are spread over this. Seconds. */
const START_SPREAD = 5
/** A part of the poll interval within which deployments of one repository share an answer. */
const TICKS_PER_POLL = 6

export type Engine = {
  /** Something is due: look now instead of at the next tick. */
  nudge(): void
  /** Takes nothing new, lets what runs end (at most 20 s), gives everything back. */
  stop(): Promise<void>
}

/** Starts the loop. `id` names this process in leases. */
export async function startEngine(id: string, ports: EnginePorts, bounds: Bounds = DEFAULT_BOUNDS): Promise<Engine> {
  const { log } = ports
  const report = (message: string) => (error: unknown) => log.error({ err: error }, message)
  const now = () => performance.now()
  const held = createHeld(now, report('leases could not be renewed'))
  const running = new Map<Claim, Promise<void>>()
  const state = { isStopping: false, isLooking: false, isNudged: false }

  const work = async (claim: Claim): Promise<void> => {
    try {
      const next = await onePass(claim, ports, () => held.guard(claim))
      if (next) await releaseClaim(claim, { seconds: next.seconds, failures: next.hasFailed ? claim.failures + 1 : 0 })
    } catch (error) {
      // The lease runs out by itself; whoever takes it next starts over from what is recorded.
      if (error instanceof LeaseLost) log.warn({ deploymentId: claim.deploymentId }, 'the lease was lost during a pass')
      else log.error({ err: error, deploymentId: claim.deploymentId }, 'a pass could not be recorded')
    } finally {
      held.drop(claim)
      running.delete(claim)
      nudge()
    }
  }

  const look = async () => {
    do {
      state.isNudged = false
      const { free, clusters, repositories } = roomFor(running.keys(), bounds)
      if (free === 0) return
      const askedAt = now()
      const request = { owner: id, limit: free, leaseSeconds: LEASE_SECONDS }
      const claims = await claimDue({ ...request, fullClusters: clusters, fullRepositories: repositories })
      for (const claim of claims) {
        held.add(claim, askedAt)
        running.set(claim, work(claim))
      }
    } while (state.isNudged && !state.isStopping)
  }

  const nudge = () => {
    state.isNudged = true
    if (state.isLooking || state.isStopping) return
    state.isLooking = true
    look()
      .catch(report('looking for work failed'))
      .finally(() => (state.isLooking = false))
  }

  const sayAlive = async () => beat(id, { running: running.size, ...(await queueState()) })

  await wakeAfterAbsence(START_SPREAD)
  await sayAlive()
  const ticks = [
    setInterval(nudge, LOOK_MS),
    setInterval(() => void sayAlive().catch(report('the heartbeat failed')), BEAT_MS),
  ]
  nudge()

  return {
    nudge,
    async stop() {
      state.isStopping = true
      for (const tick of ticks) clearInterval(tick)
      await Promise.race([Promise.all(running.values()), delay(DRAIN_MS, undefined, { ref: false })])
      held.stop()
      await leave(id)
    },
  }
}

/** One pass over a claimed deployment. Null: there is nothing to give back. */
async function onePass(claim: Claim, ports: EnginePorts, guard: () => void): Promise<Next | null> {
  const snapshot = await loadSnapshot(claim.deploymentId)
  if (snapshot === null) return null
  if (claim.wakeReason === 'refresh') ports.verdicts.forget(claim.deploymentId)
  return runPass({ snapshot, claim, ports, guard, notBefore: notBefore(claim, ports) })
}

/**
 * How old an answer of the Git host may be: what a person asked for wants one from after they asked, a poll shares those of its tick,
 * and a change in the cluster says nothing about Git. A pass whose reason was lost in a crash counts as asked for.
 */
function notBefore({ wakeReason, dueSeconds }: Claim, { pollSeconds }: EnginePorts): number {
  const present = performance.now()
  if (wakeReason === 'drift' || wakeReason === 'retry') return present - pollSeconds * 1000
  return wakeReason === 'poll' ? present - (pollSeconds / TICKS_PER_POLL) * 1000 : present - dueSeconds * 1000
}
