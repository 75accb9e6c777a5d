/** Says what keeps failing without repeating itself: the first time, and then every half minute with how often it happened. */
import type { Logger } from '#lib/observability/logger.ts'

const QUIET_MS = 30_000

export type Complaints = (what: string, error: unknown) => void

export function createComplaints(log: Pick<Logger, 'error'>, now: () => number): Complaints {
  const said = new Map<string, { at: number; held: number }>()
  return (what, error) => {
    const last = said.get(what)
    if (last && now() - last.at < QUIET_MS) {
      last.held++
      return
    }
    log.error({ err: error, ...(last?.held ? { timesSince: last.held } : {}) }, what)
    said.set(what, { at: now(), held: 0 })
  }
}
