'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useListParams, type ListShape } from '#components/patterns/use-list-params.ts'
import type { DevopsRole, WorkspaceRole } from '#lib/authz/actor.ts'
import { localPage } from '#lib/core/local-page.ts'

export type NamedRow = {
  id: string
  name: string
  alias: string
  /** The person's own role; null where a platform role rules. */
  role: WorkspaceRole | DevopsRole | null
  createdAt: string
}

/** What a column with `sort` is sorted by. */
export type NamedColumn<Row> = Column<Row> & { sortValue?: (row: Row) => string }

type Props<Row> = {
  title: string
  text: string
  rows: readonly Row[]
  hrefOf: (row: Row) => string
  /** What such a row has besides name, role and creation time. */
  columns: readonly NamedColumn<Row>[]
  empty: ReactNode
  /** What can be made, beside the search. */
  toolbar?: ReactNode
}

const OWN_SORTS = ['name', 'createdAt']

/** What the URL keeps of such a list; define it once per list, outside of the component. */
export const namedShape = (sorts: readonly string[] = []): ListShape => ({
  sorts: [...OWN_SORTS, ...sorts],
  defaultSort: 'name',
  defaultDirection: 'asc',
  hideable: ['role', 'createdAt'],
})

/** Workspaces, projects or DevOps projects that the person may see: short lists that came with the page. */
export function NamedList<Row extends NamedRow>({ shape, ...props }: Props<Row> & { shape: ListShape }) {
  const t = useTranslations('tenancy')
  const { title, text, rows, columns, empty, toolbar } = props
  const list = useListParams(shape)
  const page = localPage(rows, list.params, {
    searchText: ({ name, alias }) => `${name} ${alias}`,
    sortValue: {
      name: ({ name }) => name,
      createdAt: ({ createdAt }) => createdAt,
      ...Object.fromEntries(columns.flatMap(({ sort, sortValue }) => (sort && sortValue ? [[sort, sortValue]] : []))),
    },
  })
  return (
    <div className="grid gap-4">
      <PageHeader title={title} description={text} />
      <ResourceTable
        label={title}
        columns={useColumns(props)}
        page={page}
        rowKey={({ id }) => id}
        rowName={({ name }) => name}
        list={list}
        searchLabel={t('search')}
        toolbar={toolbar}
        empty={empty}
      />
    </div>
  )
}

function useColumns<Row extends NamedRow>({ hrefOf, columns }: Props<Row>): Column<Row>[] {
  const t = useTranslations('tenancy')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: (row) => <NameCell name={row.name} href={hrefOf(row)} below={row.alias} />,
    },
    ...columns,
    {
      id: 'role',
      header: t('columns.role'),
      width: 'w-[20%]',
      cell: ({ role }) => <RoleText role={role} />,
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

function RoleText({ role }: { role: NamedRow['role'] }) {
  const t = useTranslations('tenancy')
  const words = role !== null && typeof role === 'object' ? role.alias || role.name : t(`roles.${role ?? 'platform'}`)
  return <span className="text-sm text-fg-2">{words}</span>
}

/** How many there are. */
export const CountCell = ({ count }: { count: number }) => <span className="tnum text-sm text-fg-2">{count}</span>
