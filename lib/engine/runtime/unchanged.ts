/** Collects deployments that were found unchanged, and gives their leases back together: one statement for many. */
import type { Claim } from '../store/claims.ts'

type Entry = { claim: Claim; seconds: number }

const COLLECT_MS = 10
const MOST = 200

export type Unchanged = {
  /** Resolves when the lease is given back, or could not be. */
  add: (claim: Claim, seconds: number) => Promise<void>
  /** Gives back what is waiting. */
  flush: () => Promise<void>
}

/** A lease that cannot be given back runs out by itself. */
export function createUnchanged(
  release: (entries: readonly Entry[]) => Promise<void>,
  onError: (error: unknown) => void,
): Unchanged {
  let waiting: Entry[] = []
  let batch: Promise<void> | undefined
  let timer: NodeJS.Timeout | undefined
  let send: () => void = () => undefined

  const flush = async () => {
    clearTimeout(timer)
    send()
    await batch
  }

  return {
    add(claim, seconds) {
      waiting.push({ claim, seconds })
      batch ??= new Promise<void>((resolve) => {
        send = () => {
          const entries = waiting
          waiting = []
          batch = undefined
          send = () => undefined
          if (entries.length === 0) return resolve()
          release(entries).catch(onError).finally(resolve)
        }
        timer = setTimeout(() => send(), COLLECT_MS)
      })
      const given = batch
      if (waiting.length >= MOST) void flush()
      return given
    },
    flush,
  }
}
