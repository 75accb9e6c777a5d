'use client'
import { useTranslations } from 'use-intl/react'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { Fact, Facts, Panel, PanelHeader } from '#components/ui/panel.tsx'
import type { ProjectPlace } from '#components/shell/paths.ts'
import type { ProjectSummary } from '#lib/features/projects/types.ts'
import { ProjectHealthView } from './project-health.tsx'

/** What is in a project and how it is; below, what the project is: its names, its cluster, the reader's role. */
export function ProjectOverview({ project, place }: { project: ProjectSummary; place: ProjectPlace }) {
  const t = useTranslations('tenancy')
  const { cluster } = project
  const mayLook = project.permissions.includes('project.workloads.view')
  const quiet = (word: 'noValue' | 'unknown') => <span className="text-fg-3">{t(`overview.${word}`)}</span>
  return (
    <div className="grid gap-4">
      <PageHeader title={t('overview.title')} description={t('overview.text')} />
      {mayLook && cluster.state !== 'preparing' ? <ProjectHealthView place={place} /> : null}
      <Panel>
        <PanelHeader title={t('overview.facts')} />
        <Facts className="p-4">
          <Fact label={t('overview.name')}>
            <span className="font-mono anywhere">{project.name}</span>
          </Fact>
          <Fact label={t('overview.alias')}>{project.alias || quiet('noValue')}</Fact>
          <Fact label={t('overview.role')}>{t(`roles.${project.role ?? 'platform'}`)}</Fact>
          <Fact label={t('overview.createdAt')}>
            <TimeText at={project.createdAt} />
          </Fact>
          <Fact label={t('overview.cluster')}>
            {cluster.alias ? `${cluster.name} (${cluster.alias})` : cluster.name}
          </Fact>
          <Fact label={t('overview.clusterState')}>
            <StatusBadge kind="cluster" status={cluster.state} />
          </Fact>
          <Fact label={t('overview.kubeVersion')}>
            {cluster.kubeVersion ? <span className="font-mono">{cluster.kubeVersion}</span> : quiet('unknown')}
          </Fact>
          <Fact label={t('overview.description')}>{project.description || quiet('noValue')}</Fact>
        </Facts>
      </Panel>
    </div>
  )
}
