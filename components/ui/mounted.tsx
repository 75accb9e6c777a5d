'use client'
import { useSyncExternalStore, type ReactNode } from 'react'

const subscribe = () => () => {}

/** True in the browser after hydration, false on the server and in the first render, so that both agree. */
const useMounted = (): boolean =>
  useSyncExternalStore(
    subscribe,
    () => true,
    () => false,
  )

/**
 * Renders its children only in the browser. For parts that would carry a style attribute from the server, which the strict
 * Content-Security-Policy drops; `fallback` holds their place.
 */
export function Mounted({ children, fallback = null }: { children: ReactNode; fallback?: ReactNode }) {
  return useMounted() ? children : fallback
}
