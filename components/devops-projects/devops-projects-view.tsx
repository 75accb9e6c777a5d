'use client'
import { useTranslations } from 'use-intl/react'
import { localPage, type LocalList } from '#lib/core/local-page.ts'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useListParams, type ListShape } from '#components/patterns/use-list-params.ts'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import { devopsProjectPage } from '#components/shell/paths.ts'
import { StateView } from '#components/ui/states.tsx'
import type { DevopsProjectSummary } from '#lib/features/devops-projects/types.ts'

const SHAPE: ListShape = { sorts: ['name', 'createdAt'], defaultSort: 'name', defaultDirection: 'asc' }

const LIST: LocalList<DevopsProjectSummary> = {
  searchText: ({ name, alias }) => `${name} ${alias}`,
  sortValue: { name: ({ name }) => name, createdAt: ({ createdAt }) => createdAt },
}

type Props = { workspace: string; projects: DevopsProjectSummary[] }

/** DevOps projects of a workspace that the person may see. */
export function DevopsProjectsView({ workspace, projects }: Props) {
  const t = useTranslations('tenancy')
  const list = useListParams(SHAPE)
  return (
    <div className="grid gap-4">
      <PageHeader title={t('devops.title')} description={t('devops.text')} />
      <ResourceTable
        label={t('devops.title')}
        columns={useColumns(workspace)}
        page={localPage(projects, list.params, LIST)}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        list={list}
        searchLabel={t('search')}
        empty={<StateView icon={NAV_ICONS.devops} title={t('devops.empty')} text={t('devops.emptyText')} />}
      />
    </div>
  )
}

function useColumns(workspace: string): Column<DevopsProjectSummary>[] {
  const t = useTranslations('tenancy')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, alias }) => <NameCell name={name} href={devopsProjectPage(workspace, name)} below={alias} />,
    },
    {
      id: 'role',
      header: t('columns.role'),
      width: 'w-[20%]',
      cell: ({ role }) => <span className="text-sm text-fg-2">{t(`roles.${role ?? 'platform'}`)}</span>,
    },
    {
      id: 'deployments',
      header: t('columns.deployments'),
      width: 'w-[14%]',
      cell: ({ deploymentCount }) => <span className="tnum text-sm text-fg-2">{deploymentCount}</span>,
    },
    {
      id: 'repositories',
      header: t('columns.repositories'),
      width: 'w-[14%]',
      cell: ({ repositoryCount }) => <span className="tnum text-sm text-fg-2">{repositoryCount}</span>,
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
