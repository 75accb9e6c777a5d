'use client'
import { usePathname, useSearchParams } from 'next/navigation'

/** Sets parameters of the page's address; null takes one away, the others stay. */
export function useTextsInUrl(): (change: Readonly<Record<string, string | null>>) => void {
  const pathname = usePathname()
  const source = useSearchParams()
  return (change) => {
    const next = new URLSearchParams(source)
    for (const [parameter, value] of Object.entries(change)) {
      if (value === null) next.delete(parameter)
      else next.set(parameter, value)
    }
    const query = next.toString()
    window.history.replaceState(null, '', query === '' ? pathname : `${pathname}?${query}`)
  }
}

/** One parameter of the page's address and what sets it. Null: it is not there. */
export function useTextInUrl(parameter: string): [string | null, (value: string | null) => void] {
  const set = useTextsInUrl()
  return [useSearchParams().get(parameter), (value) => set({ [parameter]: value })]
}
