import type { ReactNode } from 'react'
import { cn } from './cn.ts'

/** A bordered surface on the page. Panels do not stand inside panels: group with hairlines. */
export function Panel({ className, children }: { className?: string | undefined; children: ReactNode }) {
  return <section className={cn('min-w-0 rounded-md border border-line bg-surface', className)}>{children}</section>
}

/** The head of a panel: what it shows, and what can be done with it on the right. */
export function PanelHeader({ title, count, actions }: { title: ReactNode; count?: number; actions?: ReactNode }) {
  return (
    <header className="flex min-h-12 items-center gap-2 border-b border-line px-4 py-2">
      <h2 className="text-sm font-semibold">{title}</h2>
      {count === undefined ? null : <span className="tnum text-sm text-fg-3">{count}</span>}
      <div className="ml-auto flex items-center gap-2">{actions}</div>
    </header>
  )
}

/** Facts: label over value, side by side. */
export function Facts({ className, children }: { className?: string; children: ReactNode }) {
  return <dl className={cn('grid gap-x-6 gap-y-4 sm:grid-cols-2 wide:grid-cols-4', className)}>{children}</dl>
}

export function Fact({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-fg-3">{label}</dt>
      <dd className="mt-0.5 min-w-0 text-sm">{children}</dd>
    </div>
  )
}
