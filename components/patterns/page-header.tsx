'use client'
import { ChevronRight } from 'lucide-react'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Icon } from '#components/ui/icon.tsx'

export type Crumb = { label: string; href?: string }

export type PageHeaderProps = {
  /** The page's only h1. */
  title: ReactNode
  /** Beside the title, grey: an alias. */
  aside?: ReactNode
  /** One line that says what the page is. */
  description?: ReactNode
  /** The way here; the last one is this page and has no link. */
  crumbs?: readonly Crumb[]
  /** At most one primary button, at the right end. */
  actions?: ReactNode
}

/** The head of a page: the way here, the title, what it is, what can be done. */
export function PageHeader({ title, aside, description, crumbs, actions }: PageHeaderProps) {
  return (
    <header className="flex flex-wrap items-end gap-x-4 gap-y-2">
      <div className="min-w-0 flex-1 max-sm:basis-full">
        {crumbs === undefined ? null : <Crumbs crumbs={crumbs} />}
        <div className="flex min-w-0 flex-wrap items-baseline gap-x-3">
          <h1 className="min-w-0 text-xl font-semibold anywhere">{title}</h1>
          {aside === undefined ? null : <span className="min-w-0 truncate text-sm text-fg-2">{aside}</span>}
        </div>
        {description === undefined ? null : <p className="mt-0.5 max-w-[68em] text-sm text-fg-2">{description}</p>}
      </div>
      {actions === undefined ? null : <div className="flex shrink-0 items-center gap-2">{actions}</div>}
    </header>
  )
}

function Crumbs({ crumbs }: { crumbs: readonly Crumb[] }) {
  const t = useTranslations('common')
  return (
    <nav aria-label={t('crumbs')} className="mb-1">
      <ol className="flex flex-wrap items-center gap-1 text-xs text-fg-2">
        {crumbs.map((crumb, index) => (
          <li key={crumb.href ?? crumb.label} className="flex min-w-0 items-center gap-1">
            {index === 0 ? null : <Icon as={ChevronRight} className="size-3.5 text-fg-3" />}
            {crumb.href === undefined ? (
              <span aria-current="page" className="truncate">
                {crumb.label}
              </span>
            ) : (
              <Link href={crumb.href} className="truncate hover:text-accent hover:underline">
                {crumb.label}
              </Link>
            )}
          </li>
        ))}
      </ol>
    </nav>
  )
}
