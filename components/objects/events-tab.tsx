'use client'
import { Info, TriangleAlert } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { TimeText } from '#components/patterns/time-text.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { EventRow } from '#lib/features/objects/types.ts'

/** Events of one object, the newest first. */
export function EventsTab({ events }: { events: readonly EventRow[] }) {
  const t = useTranslations('objects.events')
  if (events.length === 0) return <StateView size="panel" title={t('none')} text={t('noneText')} />
  return (
    <ul className="grid">
      {events.map((event) => (
        <li key={event.uid} className="border-b border-line py-2.5 first:pt-0 last:border-b-0">
          <EventText event={event} />
        </li>
      ))}
    </ul>
  )
}

/** What happened, how often, since when, and who says so. */
export function EventText({ event, object }: { event: EventRow; object?: string }) {
  const t = useTranslations('objects.events')
  const { type, reason, message, count, firstAt, lastAt, source } = event
  const isWarning = type === 'Warning'
  return (
    <div className="flex items-start gap-2.5">
      <Icon as={isWarning ? TriangleAlert : Info} className={isWarning ? 'mt-0.5 text-warn' : 'mt-0.5 text-fg-3'} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="sr-only">{isWarning ? t('types.Warning') : t('types.Normal')}</span>
          <span className="font-medium" lang="en">
            {reason}
          </span>
          {object === undefined ? null : <span className="font-mono text-xs text-fg-2 anywhere">{object}</span>}
        </p>
        <p lang="en" className="text-sm wrap-anywhere text-fg-2">
          {message}
        </p>
        <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-fg-3">
          <TimeText at={lastAt} className="text-xs text-fg-3" />
          {count > 1 ? <span title={firstAt}>{t('count', { count })}</span> : null}
          {source === '' ? null : <span lang="en">{source}</span>}
        </p>
      </div>
    </div>
  )
}
