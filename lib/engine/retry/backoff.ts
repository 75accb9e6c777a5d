/** How long to wait before trying again. Seconds in, seconds out; randomness and clocks belong to the caller. */

import type { SyncPolicy } from '../model/spec.ts'

type Retry = SyncPolicy['retry']

const curve = (first: number, factor: number, limit: number, step: number): number =>
  Math.min(limit, first * factor ** Math.min(step, 32))

/** Wait after the nth failed attempt at one commit (1, 2, …), as the deployment's retry says; null when all attempts are used up. */
export const retryDelay = (attempt: number, { limit, backoffSeconds, factor, maxSeconds }: Retry): number | null =>
  limit >= 0 && attempt > limit ? null : curve(backoffSeconds, factor, maxSeconds, attempt - 1)

/** Wait before drift is put back again after `attempts` times in a row: none the first time, then 2 s, tripling, at most 300 s. */
export const healDelay = (attempts: number): number => (attempts === 0 ? 0 : curve(2, 3, 300, attempts - 1))

/** A deployment that stayed as Git says for this long after it was healed starts the heal curve anew. */
export const HEAL_COOL_DOWN = 60

/** Wait after the nth pass in a row that failed before a sync (Git or cluster not reachable): 5 s, doubling, at most the poll interval. */
export const failureDelay = (failures: number, pollSeconds: number): number =>
  Math.min(pollSeconds, curve(5, 2, 300, Math.max(0, failures - 1)))

/** The poll interval, moved by at most a third either way so that deployments do not ask all at once. `random` is in [0, 1). */
export const pollDelay = (pollSeconds: number, random: number): number => pollSeconds * (1 + (random * 2 - 1) / 3)
