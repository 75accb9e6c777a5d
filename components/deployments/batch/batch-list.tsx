'use client'
import { CircleX, Check } from 'lucide-react'
import Link from 'next/link'
import { useState, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { HealthBadge, StatusBadge } from '#components/patterns/status-badge.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import type { BatchItem, DeploymentRow } from '#lib/features/deployments/types.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { deploymentPage, type DevopsPlace } from '../urls.ts'
import { forecastOf, isIdle, type BatchKind, type ForecastKind } from './forecast.ts'
import { PlanLine, WholePlan } from './plan-line.tsx'
import type { RowPlan } from './use-batch-plans.ts'

/** A frame that scrolls when there are many. */
function Frame({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul
      aria-label={label}
      // A box that scrolls must be reachable by keyboard (WCAG 2.1.1).
      // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
      tabIndex={0}
      className="max-h-[44dvh] divide-y divide-line overflow-y-auto rounded-md border border-line"
    >
      {children}
    </ul>
  )
}

type ForecastProps = {
  place: DevopsPlace
  kind: BatchKind
  rows: readonly DeploymentRow[]
  cascade: boolean
  plans: ReadonlyMap<string, RowPlan>
}

/** Every chosen deployment with its state now and what will happen to it. */
export function ForecastList({ rows, ...props }: ForecastProps) {
  const t = useTranslations('deployments.batch')
  return (
    <Frame label={t('chosen')}>
      {rows.map((row) => (
        <ForecastRow key={row.name} row={row} {...props} />
      ))}
    </Frame>
  )
}

type RowProps = Omit<ForecastProps, 'rows'> & { row: DeploymentRow }

function ForecastRow({ place, kind, row, cascade, plans }: RowProps) {
  const [open, setOpen] = useState(false)
  const planned = plans.get(row.name)
  return (
    <li>
      <div className="grid grid-cols-[minmax(0,1fr)_auto] items-center gap-x-4 px-3 py-2 sm:grid-cols-[minmax(0,1fr)_auto_17rem]">
        <div className="min-w-0">
          <p className="truncate text-sm font-semibold" title={row.name}>
            {row.name}
          </p>
          <p className="truncate text-xs text-fg-3">
            {row.cluster} / {row.namespace}
          </p>
        </div>
        <div className="flex items-center gap-2">
          <HealthBadge status={row.health} stalledSince={row.stalledSince} />
          <StatusBadge kind="sync" status={row.sync} />
        </div>
        <div className="min-w-0 max-sm:col-span-2">
          {kind === 'sync' ? (
            <PlanLine name={row.name} row={planned} open={open} onOpen={setOpen} />
          ) : (
            <ForecastText kind={kind} row={row} cascade={cascade} />
          )}
        </div>
      </div>
      {open && planned !== undefined && 'plan' in planned ? (
        <div className="border-t border-line bg-surface">
          <WholePlan place={place} name={row.name} number={planned.plan.number} />
        </div>
      ) : null}
    </li>
  )
}

function ForecastText({ kind, row, cascade }: { kind: ForecastKind; row: DeploymentRow; cascade: boolean }) {
  const t = useTranslations('deployments.batch.forecast')
  const forecast = forecastOf(kind, row, cascade)
  return (
    <p className={cn('text-xs', isIdle(forecast) ? 'text-warn' : 'text-fg-2')}>
      {t(forecast.key, { count: 0, ...forecast })}
    </p>
  )
}

/** What became of each: the refused first, with the reason and what to do. */
export function ResultList({
  place,
  kind,
  items,
}: {
  place: DevopsPlace
  kind: BatchKind
  items: readonly BatchItem[]
}) {
  const t = useTranslations('deployments.batch')
  const ordered = items.toSorted((a, b) => Number(a.refusal === null) - Number(b.refusal === null))
  return (
    <Frame label={t('results')}>
      {ordered.map((item) => (
        <li key={item.name} className="flex items-start gap-2.5 px-3 py-2">
          <Icon
            as={item.refusal === null ? Check : CircleX}
            className={cn('mt-0.5', item.refusal === null ? 'text-ok' : 'text-bad')}
          />
          <div className="min-w-0">
            <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
              <Link
                href={deploymentPage(place, item.name)}
                className="min-w-0 truncate font-semibold hover:text-accent hover:underline"
              >
                {item.name}
              </Link>
              <span className={item.refusal === null ? 'text-fg-2' : 'text-bad'}>
                {item.refusal === null ? t(`done.${kind}`, { number: item.number ?? 0 }) : t('refused')}
              </span>
            </p>
            <Refusal item={item} />
          </div>
        </li>
      ))}
    </Frame>
  )
}

function Refusal({ item: { refusal } }: { item: BatchItem }) {
  const t = useTranslations()
  if (refusal === null) return null
  const { text } = describeError(refusal, t)
  return <p className="mt-0.5 text-xs text-fg-2">{text}</p>
}
