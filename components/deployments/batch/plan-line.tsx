'use client'
import { ChevronDown, ChevronRight } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { PLAN_LOOKS, useStatusWord } from '#components/patterns/status-badge.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { toneText } from '#components/ui/badge.tsx'
import { IconButton } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { BatchPlan, PlanAction, RunDetail } from '#lib/features/deployments/types.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { PlanPane } from '../sync/plan-pane.tsx'
import { runApi, type DevopsPlace } from '../urls.ts'
import type { RowPlan } from './use-batch-plans.ts'

const CHANGES: readonly PlanAction[] = ['create', 'update', 'replace', 'delete']

type LineProps = { name: string; row: RowPlan | undefined; open: boolean; onOpen: (open: boolean) => void }

/** What the synchronisation of one deployment would do, in counts, with a button for the whole plan. */
export function PlanLine({ name, row, open, onOpen }: LineProps) {
  const t = useTranslations('deployments.batch.plan')
  const words = useTranslations()
  if (row !== undefined && 'refusal' in row)
    return <p className="text-xs text-warn">{describeError(row.refusal, words).text}</p>
  if (row === undefined || 'number' in row)
    return (
      <p className="flex items-center gap-1.5 text-xs text-fg-2">
        {row === undefined ? null : <Spinner className="size-3.5" />}
        {t(row === undefined ? 'waiting' : 'computing')}
      </p>
    )
  const { plan } = row
  return (
    <div className="flex min-w-0 items-center justify-between gap-2">
      <Counts plan={plan} />
      <IconButton
        icon={open ? ChevronDown : ChevronRight}
        label={t('show', { name })}
        aria-expanded={open}
        onClick={() => onOpen(!open)}
      />
    </div>
  )
}

function Counts({ plan: { counts, held, planDigest, why } }: { plan: BatchPlan }) {
  const t = useTranslations('deployments.batch.plan')
  if (planDigest === null)
    return (
      <span className="min-w-0 text-xs text-bad">
        {t('impossible')} <WhyShort why={why} />
      </span>
    )
  const changes = CHANGES.filter((action) => counts[action] > 0)
  return (
    <span className="flex min-w-0 flex-wrap items-center gap-x-3 text-xs text-fg-2">
      {changes.length === 0 ? t('nothing') : null}
      {changes.map((action) => (
        <Count key={action} action={action} count={counts[action]} />
      ))}
      {held === 0 ? null : <span className="text-warn">{t('held', { count: held })}</span>}
    </span>
  )
}

function Count({ action, count }: { action: PlanAction; count: number }) {
  const word = useStatusWord({ kind: 'plan', status: action })
  const { icon, tone } = PLAN_LOOKS[action]
  return (
    <span className="tnum flex items-center gap-1 whitespace-nowrap">
      <Icon as={icon} className={`size-3.5 ${toneText[tone]}`} />
      {word} {count}
    </span>
  )
}

/** Every object of the plan, read when it is opened. */
export function WholePlan({ place, name, number }: { place: DevopsPlace; name: string; number: number }) {
  const t = useTranslations('deployments.batch.plan')
  const { data, error } = useRemote<RunDetail>('deployments', runApi(place, name, number))
  if (data === undefined && error === null) return <LoadingRows rows={2} label={t('computing')} />
  return (
    <>
      <FailureNotice failure={error} />
      {data === undefined ? null : (
        <PlanPane place={place} name={name} plan={data} only={null} choosing={null} stale={false} />
      )}
    </>
  )
}
