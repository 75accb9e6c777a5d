'use client'
import { useTranslations } from 'use-intl/react'
import { localPage, type LocalList } from '#lib/core/local-page.ts'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useListParams, type ListShape } from '#components/patterns/use-list-params.ts'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import { projectPage } from '#components/shell/paths.ts'
import { StateView } from '#components/ui/states.tsx'
import type { ProjectSummary } from '#lib/features/projects/types.ts'
import { ClusterCell } from './cluster-cell.tsx'
import { useRefreshWhile } from './use-refresh-while.ts'

const SHAPE: ListShape = { sorts: ['name', 'cluster', 'createdAt'], defaultSort: 'name', defaultDirection: 'asc' }

const LIST: LocalList<ProjectSummary> = {
  searchText: ({ name, alias }) => `${name} ${alias}`,
  sortValue: {
    name: ({ name }) => name,
    cluster: ({ cluster, name }) => `${cluster.name}/${name}`,
    createdAt: ({ createdAt }) => createdAt,
  },
}

type Props = { workspace: string; projects: ProjectSummary[] }

/** Projects of a workspace that the person may see, with the state of their clusters. */
export function ProjectsView({ workspace, projects }: Props) {
  const t = useTranslations('tenancy')
  const list = useListParams(SHAPE)
  useRefreshWhile(projects.some(({ cluster }) => cluster.state !== 'ready'))
  return (
    <div className="grid gap-4">
      <PageHeader title={t('projects.title')} description={t('projects.text')} />
      <ResourceTable
        label={t('projects.title')}
        columns={useColumns(workspace)}
        page={localPage(projects, list.params, LIST)}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        list={list}
        searchLabel={t('search')}
        empty={<StateView icon={NAV_ICONS.project} title={t('projects.empty')} text={t('projects.emptyText')} />}
      />
    </div>
  )
}

function useColumns(workspace: string): Column<ProjectSummary>[] {
  const t = useTranslations('tenancy')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, alias, cluster }) => (
        <NameCell name={name} href={projectPage(workspace, cluster.name, name)} below={alias} />
      ),
    },
    {
      id: 'cluster',
      header: t('columns.cluster'),
      sort: 'cluster',
      width: 'w-[26%]',
      cell: ({ cluster }) => <ClusterCell cluster={cluster} />,
    },
    {
      id: 'role',
      header: t('columns.role'),
      width: 'w-[20%]',
      cell: ({ role }) => <span className="text-sm text-fg-2">{t(`roles.${role ?? 'platform'}`)}</span>,
    },
    {
      id: 'createdAt',
      header: t('columns.createdAt'),
      sort: 'createdAt',
      width: 'w-[180px] wide:w-[260px]',
      hideBelow: 'nav',
      cell: ({ createdAt }) => <TimeText at={createdAt} />,
    },
  ]
}
