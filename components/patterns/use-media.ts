'use client'
import { useCallback, useSyncExternalStore } from 'react'

/** The width from which two texts stand side by side; the same as the `wide` breakpoint. */
export const WIDE = '(min-width: 1280px)'

/** Whether the window matches a media query. False while the server renders. */
export function useMedia(query: string): boolean {
  const subscribe = useCallback(
    (tell: () => void) => {
      const media = window.matchMedia(query)
      media.addEventListener('change', tell)
      return () => media.removeEventListener('change', tell)
    },
    [query],
  )
  return useSyncExternalStore(
    subscribe,
    () => window.matchMedia(query).matches,
    () => false,
  )
}
