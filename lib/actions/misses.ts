/**
 * How often an address has knocked in vain. In memory and bounded: whoever floods a door writes nothing anywhere, and each process has its own
 * counters. Only failures count, so that a Git host with very many repositories behind one address is never slowed down.
 */

export type Misses = {
  /** Seconds until the address may try again; 0: now. */
  rest: (address: string) => number
  /** Counts one more. */
  count: (address: string) => void
}

export type MissLimits = { limit: number; windowMs: number; mostAddresses: number }

/** `now` is a monotonic clock in milliseconds. Beyond `mostAddresses` the one that began longest ago is forgotten. */
export function createMisses({ limit, windowMs, mostAddresses }: MissLimits, now: () => number): Misses {
  const windows = new Map<string, { misses: number; endsAt: number }>()
  const windowOf = (address: string) => {
    const window = windows.get(address)
    return window !== undefined && window.endsAt > now() ? window : undefined
  }
  return {
    rest(address) {
      const window = windowOf(address)
      return window === undefined || window.misses < limit ? 0 : Math.ceil((window.endsAt - now()) / 1000)
    },
    count(address) {
      const window = windowOf(address)
      if (window) {
        window.misses += 1
        return
      }
      windows.delete(address)
      windows.set(address, { misses: 1, endsAt: now() + windowMs })
      const [oldest] = windows.keys()
      if (windows.size > mostAddresses && oldest !== undefined) windows.delete(oldest)
    },
  }
}
