'use client'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { useActionWords } from '#components/audit/use-action-words.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { devopsProjectsPage, projectsPage } from '#components/shell/paths.ts'
import { Panel, PanelHeader } from '#components/ui/panel.tsx'
import type { WorkspaceOverview } from '#lib/features/workspaces/types.ts'

type Props = { workspace: string; overview: WorkspaceOverview }

/** How much there is, where it runs, and what happened lately. */
export function WorkspaceOverviewView({ workspace, overview }: Props) {
  const t = useTranslations('tenancy')
  const { members, projects, devopsProjects, deployments, attention, clusters, activity } = overview
  return (
    <div className="grid gap-4">
      <PageHeader title={t('home.title')} description={t('home.text')} />
      <Panel>
        <dl className="grid grid-cols-2 gap-4 p-4 nav:grid-cols-4">
          <Count label={t('columns.projects')} count={projects} href={projectsPage(workspace)} />
          <Count label={t('columns.devopsProjects')} count={devopsProjects} href={devopsProjectsPage(workspace)} />
          <Count label={t('home.deployments')} count={deployments}>
            {attention > 0 ? (
              <span className="text-xs text-warn">{t('home.attention', { count: attention })}</span>
            ) : null}
          </Count>
          <Count label={t('home.members')} count={members} />
        </dl>
      </Panel>
      <Panel>
        <PanelHeader title={t('home.clusters')} count={clusters.length} />
        {clusters.length === 0 ? <p className="px-4 py-3 text-sm text-fg-2">{t('home.noClusters')}</p> : null}
        <ul>
          {clusters.map(({ cluster, projects: on }) => (
            <li
              key={cluster.id}
              className="flex min-h-11 flex-wrap items-center gap-x-4 border-t border-line px-4 py-2 text-sm first:border-t-0"
            >
              <span className="min-w-0 flex-1 truncate font-semibold">
                {cluster.alias ? `${cluster.name} (${cluster.alias})` : cluster.name}
              </span>
              <StatusBadge kind="cluster" status={cluster.state} />
              <span className="tnum w-28 text-right text-xs text-fg-2">{t('home.projectsOn', { count: on })}</span>
            </li>
          ))}
        </ul>
      </Panel>
      <Activities activity={activity} />
    </div>
  )
}

function Count({
  label,
  count,
  href,
  children,
}: {
  label: string
  count: number
  href?: string
  children?: ReactNode
}) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-fg-3">{label}</dt>
      <dd className="mt-1 flex flex-wrap items-baseline gap-2">
        <span className="tnum text-xl font-semibold">
          {href === undefined ? (
            count
          ) : (
            <Link href={href} className="hover:text-accent hover:underline" aria-label={`${label} ${count}`}>
              {count}
            </Link>
          )}
        </span>
        {children}
      </dd>
    </div>
  )
}

function Activities({ activity }: Pick<WorkspaceOverview, 'activity'>) {
  const t = useTranslations('tenancy.home')
  const wordsOf = useActionWords()
  return (
    <Panel>
      <PanelHeader title={t('activity')} />
      {activity.length === 0 ? <p className="px-4 py-3 text-sm text-fg-2">{t('noActivity')}</p> : null}
      <ul>
        {activity.map(({ id, at, actor, action, target }) => (
          <li
            key={id}
            className="flex min-h-10 flex-wrap items-center gap-x-4 border-t border-line px-4 py-2 text-sm first:border-t-0"
          >
            <span className="w-56 text-fg-2" title={action}>
              {wordsOf(action)}
            </span>
            <span className="min-w-0 flex-1 truncate font-medium">{target}</span>
            <span className="truncate text-xs text-fg-2">{actor}</span>
            <TimeText at={at} />
          </li>
        ))}
      </ul>
    </Panel>
  )
}
