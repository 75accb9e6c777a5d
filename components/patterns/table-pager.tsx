'use client'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import { Select } from '#components/ui/select.tsx'
import { PAGE_SIZES, type Page } from '#lib/core/page.ts'
import type { ListState } from './use-list-params.ts'

/** The foot of a list: which rows of how many, rows per page, the page before and after. */
export function TablePager({ page, list }: { page: Page<unknown>; list: ListState }) {
  const t = useTranslations('common.list')
  const pages = Math.max(1, Math.ceil(page.total / page.pageSize))
  const from = Math.min((page.page - 1) * page.pageSize + 1, page.total)
  const to = Math.min(page.page * page.pageSize, page.total)
  return (
    <footer className="flex h-12 items-center gap-4 border-t border-line px-4 text-xs text-fg-2">
      <span aria-live="polite" className="tnum">
        {t('range', { total: page.total, from, to })}
      </span>
      <label className="ml-auto flex items-center gap-2 whitespace-nowrap max-sm:hidden">
        {t('pageSize')}
        <Select
          options={PAGE_SIZES.map((size) => ({ value: String(size), label: String(size) }))}
          value={String(page.pageSize)}
          onValue={(size) => list.set({ pageSize: Number(size) })}
          className="w-17"
        />
      </label>
      <nav aria-label={t('pages')} className="flex items-center gap-1 max-sm:ml-auto">
        <IconButton
          icon={ChevronLeft}
          label={t('previousPage')}
          disabled={page.page <= 1}
          onClick={() => list.set({ page: page.page - 1 })}
        />
        <span className="tnum">
          <span aria-hidden>
            <b className="font-semibold text-fg">{page.page}</b> / {pages}
          </span>
          <span className="sr-only">{t('page', { page: page.page, pages })}</span>
        </span>
        <IconButton
          icon={ChevronRight}
          label={t('nextPage')}
          disabled={page.page >= pages}
          onClick={() => list.set({ page: page.page + 1 })}
        />
      </nav>
    </footer>
  )
}
