'use client'
import { useTranslations } from 'use-intl/react'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { cn } from '#components/ui/cn.ts'

/** Seven characters of a commit id; the whole id is its tooltip and what is copied. */
export function CommitText({ commit, copy, className }: { commit: string; copy?: boolean; className?: string }) {
  const t = useTranslations('common')
  if (commit === '') return <span className={cn('text-xs text-fg-3', className)}>{t('none')}</span>
  return (
    <span className="inline-flex items-center gap-1 whitespace-nowrap">
      <code title={commit} className={cn('text-xs text-fg-3', className)}>
        {commit.slice(0, 7)}
      </code>
      {copy ? <CopyButton text={commit} what={commit.slice(0, 7)} /> : null}
    </span>
  )
}
