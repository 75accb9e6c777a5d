'use client'
import { CircleCheck, RotateCw } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { deploymentPage } from '#components/deployments/urls.ts'
import { projectApi } from '#components/objects/access.ts'
import { EventText } from '#components/objects/events-tab.tsx'
import { OpenedPanel, useOpenedObject, type OpenedObject } from '#components/objects/use-opened-object.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { StatusBadge, StatusIcon } from '#components/patterns/status-badge.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { sectionPage, servicesPage, type ProjectPlace } from '#components/shell/paths.ts'
import { IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Panel, PanelHeader } from '#components/ui/panel.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import { HEALTH_STATUSES } from '#lib/engine/model/health.ts'
import { WORKLOAD_KINDS } from '#lib/features/objects/schema.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import type { EventRow, KindCount, Problem, ProjectHealth } from '#lib/features/objects/types.ts'

/** Nothing tells of changes in a cluster: an open page asks again. Milliseconds. */
const EVERY_MS = 10_000

type Show = OpenedObject['open']

/** What the project holds, what is wrong in it and why, what was warned of lately, and which deployments bring it here. */
export function ProjectHealthView({ place }: { place: ProjectPlace }) {
  const t = useTranslations('project.health')
  const url = `${projectApi(place)}/health`
  const { data, error, fetching, refresh } = useRemote<ProjectHealth>('objects', url, undefined, EVERY_MS)
  const opened = useOpenedObject()
  const again = <IconButton icon={RotateCw} label={t('refresh')} busy={fetching} onClick={refresh} size="sm" />
  if (data === undefined)
    return (
      <Panel>
        <PanelHeader title={t('kinds')} actions={again} />
        {error === null ? (
          <LoadingRows rows={4} label={t('loading')} />
        ) : (
          <FailureView failure={error} onRetry={refresh} retrying={fetching} size="panel" />
        )}
      </Panel>
    )
  return (
    <>
      {error === null ? null : <FailureNotice failure={error} title={t('outdated')} />}
      <Panel>
        <PanelHeader title={t('kinds')} actions={again} />
        <Kinds kinds={data.kinds} place={place} />
      </Panel>
      <div className="grid gap-4 wide:grid-cols-2">
        <Panel>
          <PanelHeader title={t('problems')} count={data.problemCount} />
          <Problems problems={data.problems} total={data.problemCount} onShow={opened.open} />
        </Panel>
        <Panel>
          <PanelHeader title={t('warnings')} />
          <Warnings events={data.warnings} onShow={opened.open} />
        </Panel>
      </div>
      <Panel>
        <PanelHeader title={t('deployments')} count={data.deployments.length} />
        <Deployments deployments={data.deployments} workspace={place.workspace} />
      </Panel>
      <OpenedPanel access={{ kind: 'project', ...place }} opened={opened} />
    </>
  )
}

/** Where objects of the kind are listed; null where no page lists them. */
function listOf(place: ProjectPlace, kind: string): string | null {
  if ((WORKLOAD_KINDS as readonly string[]).includes(kind)) return `${sectionPage(place, 'workloads')}?kind=${kind}`
  if (kind === 'Pod') return sectionPage(place, 'pods')
  if (kind === 'ConfigMap' || kind === 'Secret') return `${sectionPage(place, 'config')}?kind=${kind}`
  return kind === 'Service' ? servicesPage(place.workspace, place.cluster, place.project) : null
}

function Kinds({ kinds, place }: { kinds: readonly KindCount[]; place: ProjectPlace }) {
  return (
    <ul className="grid grid-cols-2 gap-x-6 gap-y-1 p-4 sm:grid-cols-3 wide:grid-cols-5">
      {kinds.map((count) => (
        <li key={count.kind} className="min-w-0">
          <Kind count={count} href={listOf(place, count.kind)} />
        </li>
      ))}
    </ul>
  )
}

/** States that need nobody are not repeated beside the number. */
const TOLD = HEALTH_STATUSES.filter((status) => status !== 'Healthy')

function Kind({ count, href }: { count: KindCount; href: string | null }) {
  const { kind, total, health } = count
  return (
    <div className="flex min-h-8 items-center gap-2 text-sm">
      <span
        className={cn('tnum w-7 shrink-0 text-right text-base', total === 0 ? 'text-fg-3' : 'font-semibold text-fg')}
      >
        {total}
      </span>
      {href === null ? (
        <span className="truncate text-fg-2">{kind}</span>
      ) : (
        <Link href={href} className="truncate text-fg-2 hover:text-accent hover:underline">
          {kind}
        </Link>
      )}
      {TOLD.filter((status) => health[status] !== undefined).map((status) => (
        <span key={status} className="tnum flex shrink-0 items-center gap-0.5 text-xs text-fg-2">
          <StatusIcon kind="health" status={status} />
          {health[status]}
        </span>
      ))}
    </div>
  )
}

const rowStyle = 'border-b border-line px-4 py-2.5 last:border-b-0'
const nameStyle = 'min-w-0 truncate text-left text-sm font-semibold hover:text-accent hover:underline'

function Problems({ problems, total, onShow }: { problems: readonly Problem[]; total: number; onShow: Show }) {
  const words = useTranslations()
  const t = useTranslations('project.health')
  if (problems.length === 0)
    return (
      <p className="flex items-center gap-2 px-4 py-4 text-sm text-fg-2">
        <Icon as={CircleCheck} className="text-ok" />
        {t('noProblems')}
      </p>
    )
  return (
    <ul>
      {problems.map(({ health, healthWhy, ...id }) => (
        <li key={`${id.kind}/${id.name}`} className={rowStyle}>
          <div className="flex min-w-0 items-center gap-3">
            <StatusBadge kind="health" status={health} />
            <button type="button" title={id.name} className={nameStyle} onClick={() => onShow(id, 'state')}>
              {id.name}
            </button>
            <span className="ml-auto shrink-0 text-xs text-fg-3">{id.kind}</span>
          </div>
          {healthWhy === null ? null : (
            <p className="mt-0.5 line-clamp-2 text-xs text-fg-2">{describeWhy(healthWhy, words).text}</p>
          )}
        </li>
      ))}
      {total > problems.length ? (
        <li className="px-4 py-2.5 text-xs text-fg-2">{t('more', { count: total - problems.length })}</li>
      ) : null}
    </ul>
  )
}

function Warnings({ events, onShow }: { events: readonly EventRow[]; onShow: Show }) {
  const t = useTranslations('project.health')
  if (events.length === 0) return <p className="px-4 py-4 text-sm text-fg-2">{t('noWarnings')}</p>
  return (
    <ul>
      {events.map((event) => (
        <li key={event.uid} className={rowStyle}>
          <EventText event={event} />
          <button
            type="button"
            title={event.object.name}
            className="mt-0.5 ml-6.5 block max-w-full truncate rounded-xs text-left text-xs text-accent underline underline-offset-2"
            onClick={() => onShow(event.object, 'events')}
          >
            {`${event.object.kind} ${event.object.name}`}
          </button>
        </li>
      ))}
    </ul>
  )
}

type DeploymentsProps = { deployments: ProjectHealth['deployments']; workspace: string }

function Deployments({ deployments, workspace }: DeploymentsProps) {
  const t = useTranslations('project.health')
  if (deployments.length === 0) return <p className="px-4 py-4 text-sm text-fg-2">{t('noDeployments')}</p>
  return (
    <ul>
      {deployments.map(({ name, alias, devopsProject, health, healthWhy, sync }) => (
        <li
          key={`${devopsProject}/${name}`}
          className={`${rowStyle} flex min-w-0 flex-wrap items-center gap-x-4 gap-y-1`}
        >
          <span className="min-w-0 flex-1">
            <Link
              href={deploymentPage({ workspace, devopsProject }, name)}
              className={`${nameStyle} block w-fit max-w-full`}
            >
              {name}
            </Link>
            <span className="block truncate text-xs text-fg-3">
              {[devopsProject, alias].filter(Boolean).join(' · ')}
            </span>
          </span>
          <WhyShort why={healthWhy} className="max-nav:hidden" />
          <StatusBadge kind="health" status={health} />
          <StatusBadge kind="sync" status={sync} />
        </li>
      ))}
    </ul>
  )
}
