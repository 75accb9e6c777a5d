'use client'
import { useEffect } from 'react'
import { ACTIVE_COOKIE, ACTIVE_SECONDS } from '#lib/auth/by-person.ts'
import { keepPreference } from './preference.ts'

const TOUCHES = ['pointerdown', 'keydown', 'wheel', 'touchmove'] as const
/** Shorter than a sign lasts: a person who goes on touching the page is without one at no moment. */
const AGAIN_MS = (ACTIVE_SECONDS * 1000) / 3

/** Tells the server, with whatever the page asks next, that a person is there and not only an open page. */
export function useActiveSign(): void {
  useEffect(() => {
    let toldAt = -Infinity
    const tell = () => {
      if (performance.now() - toldAt < AGAIN_MS) return
      toldAt = performance.now()
      keepPreference(ACTIVE_COOKIE, '1', ACTIVE_SECONDS)
    }
    for (const touch of TOUCHES) window.addEventListener(touch, tell, { passive: true, capture: true })
    return () => {
      for (const touch of TOUCHES) window.removeEventListener(touch, tell, { capture: true })
    }
  }, [])
}
