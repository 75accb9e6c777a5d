'use client'
import { setNonce } from 'get-nonce'
import { useRouter } from 'next/navigation'
import { useEffect, useState, type ReactNode } from 'react'
import { setServerNow } from '#components/patterns/clock.ts'
import { QueryProvider } from '#components/patterns/query-provider.tsx'
import { Toasts } from '#components/patterns/toasts.tsx'
import { APP_ROOT_ID } from '#components/ui/dialog.tsx'
import { TIME_ZONE_COOKIE } from '#lib/i18n/locales.ts'
import { keepPreference } from './preference.ts'
import { useActiveSign } from './use-active-sign.ts'

type Props = { nonce: string | undefined; now: string; timeZone: string; children: ReactNode }

/** What the whole page needs in the browser: the nonce for style tags made later, the server's clock, the cache, toasts. */
export function Providers({ nonce, now, timeZone, children }: Props) {
  useState(() => prepareBrowser(nonce, now))
  useOwnTimeZone(timeZone)
  useActiveSign()
  return (
    <QueryProvider>
      <div id={APP_ROOT_ID}>{children}</div>
      <Toasts />
    </QueryProvider>
  )
}

/** Runs once, before anything that needs it renders. */
function prepareBrowser(nonce: string | undefined, now: string): void {
  if (typeof window === 'undefined') return
  if (nonce !== undefined) setNonce(nonce)
  setServerNow(new Date(now))
}

/** Tells the server the zone of the browser, which only the browser knows, and has the page rendered in it. */
function useOwnTimeZone(rendered: string): void {
  const router = useRouter()
  useEffect(() => {
    const own = new Intl.DateTimeFormat().resolvedOptions().timeZone
    if (own === rendered || document.cookie.includes(`${TIME_ZONE_COOKIE}=${encodeURIComponent(own)}`)) return
    keepPreference(TIME_ZONE_COOKIE, own)
    router.refresh()
  }, [rendered, router])
}
