'use client'
import { useRouter } from 'next/navigation'
import { useEffect } from 'react'

const EVERY_MS = 3000

/** Has the page rendered again every few seconds while a cluster is not ready; no stream tells of it before it is. */
export function useRefreshWhile(waiting: boolean): void {
  const router = useRouter()
  useEffect(() => {
    if (!waiting) return
    const timer = setInterval(() => router.refresh(), EVERY_MS)
    return () => clearInterval(timer)
  }, [waiting, router])
}
