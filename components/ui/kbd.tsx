import type { ReactNode } from 'react'

/** A key to press. */
export function Kbd({ children }: { children: ReactNode }) {
  return (
    <kbd className="inline-flex h-5 items-center rounded-xs border border-line px-1 font-sans text-2xs text-fg-2">
      {children}
    </kbd>
  )
}
