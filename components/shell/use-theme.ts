'use client'
import { useSyncExternalStore } from 'react'
import { THEME_COOKIE, type Theme } from '#lib/i18n/locales.ts'
import { keepPreference } from './preference.ts'

/** What was chosen since the page was loaded; several controls show it. */
let chosen: Theme | null = null
const listeners = new Set<() => void>()

function subscribe(tell: () => void): () => void {
  listeners.add(tell)
  return () => void listeners.delete(tell)
}

/** Shows the page in a theme at once and keeps it for this browser. */
export function chooseTheme(next: Theme): void {
  chosen = next
  keepPreference(THEME_COOKIE, next)
  document.documentElement.classList.remove('light', 'dark')
  if (next !== 'system') document.documentElement.classList.add(next)
  for (const tell of listeners) tell()
}

/** The theme, which was `initial` when the server rendered the page, and how to change it. */
export function useTheme(initial: Theme): [Theme, (next: Theme) => void] {
  const theme = useSyncExternalStore(
    subscribe,
    () => chosen ?? initial,
    () => initial,
  )
  return [theme, chooseTheme]
}
