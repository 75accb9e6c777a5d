/** Waiting for what a query or a page says. */
import { setTimeout as delay } from 'node:timers/promises'

export type Wait = {
  /** Asked again and again; true ends the wait. */
  holds: () => Promise<boolean>
  /** Seconds. */
  patience: number
  everyMs: number
  signal: AbortSignal
}

/** Milliseconds until it holds; null when it does not within the patience. Throws when the run is to end. */
export async function until({ holds, patience, everyMs, signal }: Wait): Promise<number | null> {
  const began = performance.now()
  for (;;) {
    if (await holds()) return performance.now() - began
    if (performance.now() - began > patience * 1000) return null
    await delay(everyMs, undefined, { signal })
  }
}
