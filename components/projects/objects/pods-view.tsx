'use client'
import { ScrollText } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import type { ListShape } from '#components/patterns/use-list-params.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { IconButton } from '#components/ui/button.tsx'
import { cn } from '#components/ui/cn.ts'
import { HEALTH_STATUSES } from '#lib/engine/model/health.ts'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { POD_SORTS } from '#lib/features/objects/schema.ts'
import type { PodRow } from '#lib/features/objects/types.ts'
import { idOf, keyOf, Ready } from './cells.tsx'
import { ObjectList, type Open } from './object-list.tsx'
import { useSharedColumns } from './shared-columns.tsx'
import { useHealthFilter } from './use-filters.ts'

const SHAPE: ListShape = {
  sorts: POD_SORTS,
  defaultSort: 'name',
  defaultDirection: 'asc',
  filters: { health: HEALTH_STATUSES },
  hideable: ['node', 'createdAt'],
}

/** The pods of the project, and the way to their logs. */
export function PodsView({ place, cluster }: { place: ProjectPlace; cluster: ClusterSummary }) {
  const healths = useHealthFilter()
  return (
    <ObjectList
      place={place}
      cluster={cluster}
      section="pods"
      shape={SHAPE}
      columns={useColumns()}
      filters={[healths]}
      rowKey={keyOf}
      rowName={({ name }) => name}
      tall
    />
  )
}

function useColumns(): (open: Open) => Column<PodRow>[] {
  const t = useTranslations('project.lists')
  const shared = useSharedColumns()
  return (open) => [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: (row) => (
        <NameCell
          name={row.name}
          onOpen={() => open(idOf(row))}
          below={row.owner === null ? t('direct') : `${row.owner.kind} ${row.owner.name}`}
        />
      ),
    },
    shared.health(),
    { id: 'ready', header: t('columns.containers'), width: 'w-[104px]', cell: ({ ready }) => <Ready value={ready} /> },
    {
      id: 'restarts',
      header: t('columns.restarts'),
      sort: 'restarts',
      width: 'w-[96px]',
      cell: ({ restarts }) => (
        <span className={cn('tnum text-sm', restarts === 0 ? 'text-fg-2' : 'font-medium text-warn')}>{restarts}</span>
      ),
    },
    {
      id: 'node',
      header: t('columns.node'),
      sort: 'node',
      width: 'w-[150px]',
      hideBelow: 'mid',
      cell: ({ node, ip }) => (
        <span className="block min-w-0 text-xs text-fg-2">
          <span className="block truncate">{node === '' ? t('noNode') : node}</span>
          <span className="block truncate font-mono text-fg-3">{ip}</span>
        </span>
      ),
    },
    shared.createdAt(),
    {
      id: 'logs',
      header: t('columns.logs'),
      width: 'w-[64px]',
      cell: (row) => (
        <IconButton
          icon={ScrollText}
          label={t('openLogs', { name: row.name })}
          onClick={() => open(idOf(row), 'logs')}
        />
      ),
    },
  ]
}
