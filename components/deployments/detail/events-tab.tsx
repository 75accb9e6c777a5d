'use client'
import { CalendarClock, CircleCheck, CircleX, History, TriangleAlert } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { EventText } from '#components/objects/events-tab.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { RUN_LOOKS, useStatusWord } from '#components/patterns/status-badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { toneText } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { LoadingRows, StateView } from '#components/ui/states.tsx'
import { ViewSwitch } from '#components/ui/view-switch.tsx'
import type { Happening } from '#lib/features/deployments/types.ts'
import type { DeploymentEvents, EventRow } from '#lib/features/objects/types.ts'
import { eventsApi, happeningsApi, type DevopsPlace } from '../urls.ts'

/** Nothing tells of events in a cluster: they are read again by the clock. */
const READ_EVERY_MS = 5000
const FIRST_ROWS = 100

type Entry = { key: string; at: string; isWarning: boolean } & (
  { kind: 'own'; happening: Happening } | { kind: 'cluster'; event: EventRow }
)
type Shown = 'all' | 'warnings' | 'own'

const isFailure = (happening: Happening): boolean => happening.kind === 'run' && happening.phase === 'Failed'

const entriesOf = (happenings: readonly Happening[], events: readonly EventRow[]): Entry[] =>
  [
    ...happenings.map((happening): Entry => ({
      ...{ kind: 'own', key: happening.key, at: happening.at, happening },
      isWarning: isFailure(happening),
    })),
    ...events.map((event): Entry => ({
      ...{ kind: 'cluster', key: event.uid, at: event.lastAt, event },
      isWarning: event.type === 'Warning',
    })),
  ].toSorted((one, other) => Date.parse(other.at) - Date.parse(one.at))

const WANTED: Record<Shown, (entry: Entry) => boolean> = {
  all: () => true,
  warnings: ({ isWarning }) => isWarning,
  own: ({ kind }) => kind === 'own',
}

/** What happened to the deployment and to its objects, the newest first. */
export function EventsTab({ place, name }: { place: DevopsPlace; name: string }) {
  const t = useTranslations('deployments.events')
  const [shown, setShown] = useState<Shown>('all')
  const [all, setAll] = useState(false)
  const own = useRemote<Happening[]>('deployments', happeningsApi(place, name))
  const cluster = useRemote<DeploymentEvents>('deployments', eventsApi(place, name), undefined, READ_EVERY_MS)
  const isLoading = (own.data === undefined && !own.error) || (cluster.data === undefined && !cluster.error)
  const entries = entriesOf(own.data ?? [], cluster.data?.events ?? [])
  const wanted = entries.filter(WANTED[shown])
  const warnings = entries.filter(({ isWarning }) => isWarning).length
  return (
    <Panel>
      <header className="flex min-h-14 flex-wrap items-center gap-3 border-b border-line px-4 py-3">
        <ViewSwitch
          label={t('show')}
          value={shown}
          onValue={setShown}
          choices={[
            { value: 'all', label: t('all'), icon: CalendarClock },
            { value: 'warnings', label: t('warnings', { count: warnings }), icon: TriangleAlert },
            { value: 'own', label: t('own'), icon: History },
          ]}
        />
        {cluster.data?.isCut ? <span className="text-xs text-fg-3">{t('cut')}</span> : null}
      </header>
      <div className="grid gap-3 px-4 py-3 empty:hidden">
        <FailureNotice failure={own.error} title={t('ownFailed')} />
        <FailureNotice failure={cluster.error} title={t('clusterFailed')} />
      </div>
      {isLoading ? <LoadingRows rows={wanted.length === 0 ? 6 : 1} label={t('loading')} /> : null}
      {!isLoading && wanted.length === 0 ? (
        <StateView
          icon={CircleCheck}
          size="panel"
          title={shown === 'warnings' ? t('noWarnings') : t('none')}
          text={t('noneText')}
        />
      ) : null}
      <ul>
        {(all ? wanted : wanted.slice(0, FIRST_ROWS)).map((entry) => (
          <li key={entry.key} className="border-t border-line px-4 py-2.5 first:border-t-0">
            {entry.kind === 'own' ? (
              <OwnText happening={entry.happening} />
            ) : (
              <EventText event={entry.event} object={`${entry.event.object.kind} ${entry.event.object.name}`} />
            )}
          </li>
        ))}
      </ul>
      {!all && wanted.length > FIRST_ROWS ? (
        <div className="border-t border-line p-3 text-center">
          <Button onClick={() => setAll(true)}>{t('showAll', { count: wanted.length })}</Button>
        </div>
      ) : null}
    </Panel>
  )
}

/** What somebody did, or how a synchronisation ended. */
function OwnText({ happening }: { happening: Happening }) {
  const t = useTranslations('deployments')
  const { at, actorName } = happening
  const byline = (
    <p className="mt-0.5 flex flex-wrap items-center gap-x-2 text-xs text-fg-3">
      <TimeText at={at} className="text-xs text-fg-3" />
      {actorName === '' ? null : <span>{actorName}</span>}
    </p>
  )
  if (happening.kind === 'act')
    return (
      <div className="flex items-start gap-2.5">
        <Icon as={History} className="mt-0.5 text-fg-2" />
        <div className="min-w-0 flex-1">
          <p className="text-sm font-medium">{t(`events.acts.${happening.act}`)}</p>
          {byline}
        </div>
      </div>
    )
  return <RunEnd happening={happening}>{byline}</RunEnd>
}

function RunEnd({
  happening,
  children,
}: {
  happening: Extract<Happening, { kind: 'run' }>
  children: React.ReactNode
}) {
  const t = useTranslations('deployments')
  const { phase, number, trigger, commit, why } = happening
  const word = useStatusWord({ kind: 'run', status: phase })
  const { icon, tone } = phase === 'Failed' ? { icon: CircleX, tone: 'bad' as const } : RUN_LOOKS[phase]
  return (
    <div className="flex items-start gap-2.5">
      <Icon as={icon} className={`mt-0.5 ${toneText[tone]}`} />
      <div className="min-w-0 flex-1">
        <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
          <span className="font-medium">
            {t('history.run', { number })}: {word}
          </span>
          <span className="text-xs text-fg-2">{t(`run.triggers.${trigger}`)}</span>
          {commit === '' ? null : <code className="text-xs text-fg-3">{commit.slice(0, 7)}</code>}
        </p>
        <WhyShort why={why} className="block" />
        {children}
      </div>
    </div>
  )
}
