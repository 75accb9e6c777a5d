/** What an engine does now and then beside its work: forgetting old records, batch by batch with a rest between them. */
import { setTimeout as delay } from 'node:timers/promises'
import { readRetention, trimAudit, trimRuns } from '../store/retention.ts'

const FIRST_MS = 60_000
const EVERY_MS = 3_600_000
const REST_MS = 200
const BATCH = 500

export type Upkeep = { stop: () => Promise<void> }

/** Trims until nothing is too old any more, or `signal` fires. */
export async function trimAll(signal: AbortSignal, batch = BATCH, restMs = REST_MS): Promise<void> {
  const retention = await readRetention()
  for (const trim of [trimAudit, trimRuns]) {
    while (!signal.aborted && (await trim(retention, batch)) === batch) await delay(restMs, undefined, { signal })
  }
}

/** Begins a minute after the start and goes on every hour. A failure is told and tried again with the next hour. */
export function startUpkeep(onFailure: (error: unknown) => void): Upkeep {
  const stopping = new AbortController()
  const { signal } = stopping
  const work = async () => {
    for (let pause = FIRST_MS; !signal.aborted; pause = EVERY_MS) {
      await delay(pause, undefined, { signal, ref: false })
      await trimAll(signal).catch((error: unknown) => (signal.aborted ? undefined : onFailure(error)))
    }
  }
  const ended = work().catch(() => undefined)
  return {
    stop: async () => {
      stopping.abort()
      await ended
    },
  }
}
