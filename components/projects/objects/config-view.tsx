'use client'
import { useTranslations } from 'use-intl/react'
import type { Column } from '#components/patterns/resource-table.tsx'
import type { ListShape } from '#components/patterns/use-list-params.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { CONFIG_KINDS, CONFIG_SORTS } from '#lib/features/objects/schema.ts'
import type { ConfigRow } from '#lib/features/objects/types.ts'
import { keyOf, Quiet } from './cells.tsx'
import { ObjectList, type Open } from './object-list.tsx'
import { useSharedColumns } from './shared-columns.tsx'
import { useKindFilter } from './use-filters.ts'

const SHAPE: ListShape = {
  sorts: CONFIG_SORTS,
  defaultSort: 'name',
  defaultDirection: 'asc',
  filters: { kind: CONFIG_KINDS },
  hideable: ['keys', 'createdAt'],
}

/** ConfigMaps and Secrets of the project: the names of their keys, no value. */
export function ConfigView({ place, cluster }: { place: ProjectPlace; cluster: ClusterSummary }) {
  const kinds = useKindFilter(CONFIG_KINDS)
  return (
    <ObjectList
      place={place}
      cluster={cluster}
      section="config"
      shape={SHAPE}
      columns={useColumns(place.workspace)}
      filters={[kinds]}
      rowKey={keyOf}
      rowName={({ kind, name }) => `${kind} ${name}`}
      tall
    />
  )
}

function useColumns(workspace: string): (open: Open) => Column<ConfigRow>[] {
  const t = useTranslations('project.lists')
  const shared = useSharedColumns()
  return (open) => [
    shared.name(workspace, (id) => open(id, 'manifest')),
    {
      id: 'kind',
      header: t('columns.kind'),
      sort: 'kind',
      width: 'w-[20%]',
      cell: ({ kind, type }) => (
        <span className="block min-w-0">
          <Quiet>{kind}</Quiet>
          {type === '' ? null : <span className="block truncate text-xs text-fg-3">{type}</span>}
        </span>
      ),
    },
    {
      id: 'keys',
      header: t('columns.keys'),
      width: 'w-[34%]',
      hideBelow: 'nav',
      cell: (row) => <Keys row={row} />,
    },
    shared.createdAt(),
  ]
}

function Keys({ row }: { row: ConfigRow }) {
  const t = useTranslations('project.lists')
  if (row.keyCount === 0) return <span className="text-sm text-fg-3">{t('noKeys')}</span>
  const names = row.keys.join(', ')
  return (
    <span className="flex min-w-0 items-baseline gap-2">
      <span title={names} className="min-w-0 truncate font-mono text-xs text-fg-2">
        {names}
      </span>
      <span className="tnum shrink-0 text-xs text-fg-3">{t('keyCount', { count: row.keyCount })}</span>
    </span>
  )
}
