'use client'
import { useRouter } from 'next/navigation'
import { useCallback, useEffect, useState } from 'react'

export type LeaveGuard = {
  /** A way out was clicked and waits for an answer. */
  asking: boolean
  keep: () => void
  leave: () => void
}

/** The link a plain click would follow inside the console; null for new tabs, downloads and other sites. */
function wayOut(event: MouseEvent): string | null {
  if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return null
  const link = event.target instanceof Element ? event.target.closest('a[href]') : null
  if (!(link instanceof HTMLAnchorElement) || link.target !== '' || link.hasAttribute('download')) return null
  return link.origin === window.location.origin ? link.pathname + link.search : null
}

/** Asks before a page with edits is left: by a link of the console with our words, by closing the tab with the browser's. */
export function useLeaveGuard(dirty: boolean): LeaveGuard {
  const router = useRouter()
  const [target, setTarget] = useState<string | null>(null)

  useEffect(() => {
    if (!dirty) return
    const onClick = (event: MouseEvent) => {
      const href = wayOut(event)
      if (href === null) return
      event.preventDefault()
      event.stopPropagation()
      setTarget(href)
    }
    const onUnload = (event: BeforeUnloadEvent) => event.preventDefault()
    document.addEventListener('click', onClick, { capture: true })
    window.addEventListener('beforeunload', onUnload)
    return () => {
      document.removeEventListener('click', onClick, { capture: true })
      window.removeEventListener('beforeunload', onUnload)
    }
  }, [dirty])

  return {
    asking: target !== null,
    keep: useCallback(() => setTarget(null), []),
    leave: useCallback(() => {
      if (target !== null) router.push(target)
      setTarget(null)
    }, [router, target]),
  }
}
