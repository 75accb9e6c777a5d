'use client'
import { useSyncExternalStore } from 'react'

/** One ticking second for the whole page, only while somebody looks at it. */
let listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined
/** Server clock minus browser clock (ms), so that a wrong clock of the computer does not make times lie. */
let skew = 0

export function setServerNow(now: Date): void {
  skew = now.getTime() - Date.now()
}

export const serverNow = (): Date => new Date(Date.now() + skew)

function subscribe(listener: () => void): () => void {
  listeners = new Set(listeners).add(listener)
  timer ??= setInterval(() => listeners.forEach((tell) => tell()), 1000)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

/**
 * A value that depends on the present moment; the component renders again only when the value changes. `render` must return a
 * primitive. The first render uses the server's moment, so that it equals the server's HTML.
 */
export function useAtNow<Value extends string | number | boolean | null>(
  compute: (now: Date) => Value,
  firstNow: Date,
): Value {
  return useSyncExternalStore(
    subscribe,
    () => compute(serverNow()),
    () => compute(firstNow),
  )
}
