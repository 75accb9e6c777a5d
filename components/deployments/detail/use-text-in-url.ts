'use client'
import { usePathname, useSearchParams } from 'next/navigation'

/** One parameter of the page's address and what sets it; the others stay. Null: it is not there. */
export function useTextInUrl(parameter: string): [string | null, (value: string | null) => void] {
  const pathname = usePathname()
  const source = useSearchParams()
  return [
    source.get(parameter),
    (value) => {
      const next = new URLSearchParams(source)
      if (value === null) next.delete(parameter)
      else next.set(parameter, value)
      const query = next.toString()
      window.history.replaceState(null, '', query === '' ? pathname : `${pathname}?${query}`)
    },
  ]
}
