/**
 * How often an address has knocked in vain. In memory and bounded: whoever floods a door writes nothing anywhere, and each process has its own
 * counters. Only failures count, so that a Git host with very many repositories behind one address is never slowed down.
 *
 * Strangers share such an address: anybody can make a public Git host knock at any door. A door at which somebody has proved who they are is
 * therefore counted apart, and nobody who does not know it can close it.
 */

export type Misses = {
  /** Seconds until the address may try again at this door; 0: now. */
  rest: (address: string, door: string) => number
  /** Counts one more. */
  count: (address: string, door: string) => void
  /** Somebody has proved at this door who they are. */
  prove: (door: string) => void
}

/** `most`: how many windows are kept, and how many doors. */
export type MissLimits = { limit: number; windowMs: number; most: number }

/** `now` is a monotonic clock in milliseconds. Beyond what is kept the oldest is forgotten. */
export function createMisses({ limit, windowMs, most }: MissLimits, now: () => number): Misses {
  const windows = new Map<string, { misses: number; endsAt: number }>()
  const proven = new Set<string>()
  const keyOf = (address: string, door: string) => (proven.has(door) ? `${address} ${door}` : address)
  const windowOf = (key: string) => {
    const window = windows.get(key)
    return window !== undefined && window.endsAt > now() ? window : undefined
  }
  return {
    rest(address, door) {
      const window = windowOf(keyOf(address, door))
      return window === undefined || window.misses < limit ? 0 : Math.ceil((window.endsAt - now()) / 1000)
    },
    count(address, door) {
      const key = keyOf(address, door)
      const window = windowOf(key)
      if (window) {
        window.misses += 1
        return
      }
      windows.delete(key)
      windows.set(key, { misses: 1, endsAt: now() + windowMs })
      forgetOldest(windows, most)
    },
    prove(door) {
      proven.delete(door)
      proven.add(door)
      forgetOldest(proven, most)
    },
  }
}

function forgetOldest(kept: Map<string, unknown> | Set<string>, most: number): void {
  const [oldest] = kept.keys()
  if (kept.size > most && oldest !== undefined) kept.delete(oldest)
}
