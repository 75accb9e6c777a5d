'use client'
import { useTranslations } from 'use-intl/react'
import { cn } from '#components/ui/cn.ts'
import type { Why } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { Quotation } from './failure-notice.tsx'

/** The reason beside a badge, in a few words that may be cut; the whole text is its tooltip and stands in the detail. */
export function WhyShort({ why, className }: { why: Why | null; className?: string }) {
  const t = useTranslations()
  if (why === null) return null
  const { short, text, detail } = describeWhy(why, t)
  return (
    <span
      title={detail === '' ? text : `${text}\n\n${detail}`}
      className={cn('min-w-0 truncate text-xs text-fg-2', className)}
    >
      {short}
    </span>
  )
}

/** The reason in whole sentences, with the quotation of the other system. */
export function WhyText({ why, className }: { why: Why | null; className?: string }) {
  const t = useTranslations()
  if (why === null) return null
  const { text, detail } = describeWhy(why, t)
  return (
    <div className={cn('min-w-0 text-sm text-fg-2', className)}>
      <p>{text}</p>
      <Quotation text={detail} />
    </div>
  )
}
