'use client'
import { useTranslations } from 'use-intl/react'
import { localPage, type LocalList } from '#lib/core/local-page.ts'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useListParams, type ListShape } from '#components/patterns/use-list-params.ts'
import { devopsProjectsPage } from '#components/shell/paths.ts'
import { StateView } from '#components/ui/states.tsx'
import type { WorkspaceSummary } from '#lib/features/workspaces/types.ts'

const SHAPE: ListShape = { sorts: ['name', 'createdAt'], defaultSort: 'name', defaultDirection: 'asc' }

const LIST: LocalList<WorkspaceSummary> = {
  searchText: ({ name, alias }) => `${name} ${alias}`,
  sortValue: { name: ({ name }) => name, createdAt: ({ createdAt }) => createdAt },
}

export function WorkspacesView({ workspaces }: { workspaces: WorkspaceSummary[] }) {
  const t = useTranslations('tenancy')
  const list = useListParams(SHAPE)
  return (
    <div className="grid gap-4">
      <PageHeader title={t('workspaces.title')} description={t('workspaces.text')} />
      <ResourceTable
        label={t('workspaces.title')}
        columns={useColumns()}
        page={localPage(workspaces, list.params, LIST)}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        list={list}
        searchLabel={t('search')}
        empty={<StateView title={t('workspaces.empty')} text={t('workspaces.emptyText')} />}
      />
    </div>
  )
}

function useColumns(): Column<WorkspaceSummary>[] {
  const t = useTranslations('tenancy')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, alias }) => <NameCell name={name} href={devopsProjectsPage(name)} below={alias} />,
    },
    {
      id: 'role',
      header: t('columns.role'),
      width: 'w-[22%]',
      cell: ({ role }) => <span className="text-sm text-fg-2">{t(`roles.${role ?? 'platform'}`)}</span>,
    },
    {
      id: 'devopsProjects',
      header: t('columns.devopsProjects'),
      width: 'w-[14%]',
      cell: ({ devopsProjectCount }) => <span className="tnum text-sm text-fg-2">{devopsProjectCount}</span>,
    },
    {
      id: 'projects',
      header: t('columns.projects'),
      width: 'w-[12%]',
      cell: ({ projectCount }) => <span className="tnum text-sm text-fg-2">{projectCount}</span>,
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
