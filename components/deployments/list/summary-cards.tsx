'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { HEALTH_LOOKS, SYNC_LOOKS, StatusIcon } from '#components/patterns/status-badge.tsx'
import type { ListState } from '#components/patterns/use-list-params.ts'
import { cn } from '#components/ui/cn.ts'
import type { DeploymentCounts, HealthStatus, SyncStatus } from '#lib/features/deployments/types.ts'
import { Donut } from './donut.tsx'

/** The order of the cards: as people ask, not as the statuses are declared. */
const HEALTH_ORDER = ['Healthy', 'Progressing', 'Degraded', 'Suspended', 'Missing', 'Unknown'] as const
const SYNC_ORDER = ['OutOfSync', 'Synced', 'Unknown'] as const

/** How many deployments are in which state; a press shows only those, a second press shows all again. */
export function SummaryCards({ counts, list }: { counts: DeploymentCounts; list: ListState }) {
  const t = useTranslations('deployments.columns')
  return (
    <div className="grid gap-4 nav:grid-cols-[2fr_1fr] wide:grid-cols-[1.75fr_1fr]">
      <Card
        title={t('health')}
        donut={
          <Donut
            total={counts.total}
            parts={HEALTH_ORDER.map((key) => ({ key, tone: HEALTH_LOOKS[key].tone, count: counts.health[key] }))}
          />
        }
      >
        <div className="grid grid-cols-2 gap-x-2 gap-y-0.5 sm:grid-cols-3">
          {HEALTH_ORDER.map((status) => (
            <Toggle key={status} list={list} filter={{ kind: 'health', status }} count={counts.health[status]} />
          ))}
        </div>
      </Card>
      <Card
        title={t('sync')}
        donut={
          <Donut
            total={counts.total}
            parts={SYNC_ORDER.map((key) => ({ key, tone: SYNC_LOOKS[key].tone, count: counts.sync[key] }))}
          />
        }
      >
        <div className="grid grid-cols-[1.4fr_1fr] gap-x-2 gap-y-0.5 nav:max-wide:grid-cols-1">
          {SYNC_ORDER.map((status) => (
            <Toggle key={status} list={list} filter={{ kind: 'sync', status }} count={counts.sync[status]} />
          ))}
        </div>
      </Card>
    </div>
  )
}

function Card({ title, donut, children }: { title: string; donut: ReactNode; children: ReactNode }) {
  return (
    <section aria-label={title} className="flex items-start gap-5 rounded-md border border-line bg-surface px-4 py-3">
      <div className="self-center max-wide:hidden">{donut}</div>
      <div className="min-w-0 flex-1">
        <h2 className="mb-1 pl-2 text-xs font-normal text-fg-3">{title}</h2>
        {children}
      </div>
    </section>
  )
}

type Filter = { kind: 'health'; status: HealthStatus } | { kind: 'sync'; status: SyncStatus }

function Toggle({ filter, count, list }: { filter: Filter; count: number; list: ListState }) {
  const t = useTranslations('status')
  const pressed = list.params.filters[filter.kind] === filter.status
  const word = filter.kind === 'health' ? t(`health.${filter.status}`) : t(`sync.${filter.status}`)
  return (
    <button
      type="button"
      aria-pressed={pressed}
      onClick={() => list.set({ filters: { [filter.kind]: pressed ? undefined : filter.status } })}
      className={cn(
        'flex h-8 min-w-0 items-center gap-2 rounded-sm border px-2 text-sm',
        pressed ? 'border-accent bg-accent-soft' : 'border-transparent hover:bg-hover',
      )}
    >
      <span aria-hidden className="flex shrink-0">
        <StatusIcon {...filter} />
      </span>
      <span className="truncate">{word}</span>
      <span className="tnum ml-auto pl-2 font-semibold">{count}</span>
    </button>
  )
}
