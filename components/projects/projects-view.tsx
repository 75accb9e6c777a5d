'use client'
import { useTranslations } from 'use-intl/react'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import { projectPage } from '#components/shell/paths.ts'
import { NamedList, namedShape, type NamedColumn } from '#components/tenancy/named-list.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { ProjectSummary } from '#lib/features/projects/types.ts'
import { ClusterCell } from './cluster-cell.tsx'
import { useRefreshWhile } from './use-refresh-while.ts'

const SHAPE = namedShape(['cluster'])

type Props = { workspace: string; projects: ProjectSummary[] }

/** Projects of a workspace that the person may see, with the state of their clusters. */
export function ProjectsView({ workspace, projects }: Props) {
  const t = useTranslations('tenancy')
  useRefreshWhile(projects.some(({ cluster }) => cluster.state !== 'ready'))
  return (
    <NamedList
      shape={SHAPE}
      title={t('projects.title')}
      text={t('projects.text')}
      rows={projects}
      hrefOf={({ name, cluster }) => projectPage(workspace, cluster.name, name)}
      columns={useColumns()}
      empty={<StateView icon={NAV_ICONS.project} title={t('projects.empty')} text={t('projects.emptyText')} />}
    />
  )
}

function useColumns(): NamedColumn<ProjectSummary>[] {
  const t = useTranslations('tenancy.columns')
  return [
    {
      id: 'cluster',
      header: t('cluster'),
      sort: 'cluster',
      sortValue: ({ cluster, name }) => `${cluster.name}/${name}`,
      width: 'w-[26%]',
      cell: ({ cluster }) => <ClusterCell cluster={cluster} />,
    },
  ]
}
