'use client'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useState, type ReactNode } from 'react'
import { Icon } from './icon.tsx'

type Props = {
  title: ReactNode
  /** What is inside, in a few words, so that nobody has to open it to know. */
  summary?: ReactNode
  /** Something inside needs a person: it cannot be folded away. */
  forced?: boolean
  children: ReactNode
}

/** A part that stays folded until somebody wants it. */
export function Disclosure({ title, summary, forced = false, children }: Props) {
  const [toggled, setToggled] = useState(false)
  const open = forced || toggled
  return (
    <div className="min-w-0 rounded-md border border-line">
      <button
        type="button"
        aria-expanded={open}
        onClick={() => setToggled(!open)}
        className="flex min-h-10 w-full items-center gap-2 px-3 text-left text-sm font-medium hover:bg-hover"
      >
        <Icon as={open ? ChevronDown : ChevronRight} className="text-fg-3" />
        {title}
        {summary === undefined ? null : (
          <span className="ml-auto min-w-0 truncate text-xs font-normal text-fg-3">{summary}</span>
        )}
      </button>
      {open ? <div className="grid gap-4 border-t border-line p-4">{children}</div> : null}
    </div>
  )
}
