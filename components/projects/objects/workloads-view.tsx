'use client'
import { useTranslations } from 'use-intl/react'
import type { Column } from '#components/patterns/resource-table.tsx'
import type { ListShape } from '#components/patterns/use-list-params.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { HEALTH_STATUSES } from '#lib/engine/model/health.ts'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { WORKLOAD_KINDS, WORKLOAD_SORTS } from '#lib/features/objects/schema.ts'
import type { WorkloadRow } from '#lib/features/objects/types.ts'
import { keyOf, Quiet, Ready } from './cells.tsx'
import { ObjectList, type Open } from './object-list.tsx'
import { useSharedColumns } from './shared-columns.tsx'
import { useHealthFilter, useKindFilter } from './use-filters.ts'

const SHAPE: ListShape = {
  sorts: WORKLOAD_SORTS,
  defaultSort: 'name',
  defaultDirection: 'asc',
  filters: { kind: WORKLOAD_KINDS, health: HEALTH_STATUSES },
  hideable: ['images', 'createdAt'],
}

/** What runs the project's pods. */
export function WorkloadsView({ place, cluster }: { place: ProjectPlace; cluster: ClusterSummary }) {
  const kinds = useKindFilter(WORKLOAD_KINDS)
  const healths = useHealthFilter()
  return (
    <ObjectList
      place={place}
      cluster={cluster}
      section="workloads"
      shape={SHAPE}
      columns={useColumns(place.workspace)}
      filters={[kinds, healths]}
      rowKey={keyOf}
      rowName={({ kind, name }) => `${kind} ${name}`}
      tall
    />
  )
}

function useColumns(workspace: string): (open: Open) => Column<WorkloadRow>[] {
  const t = useTranslations('project.lists')
  const shared = useSharedColumns()
  return (open) => [
    shared.name(workspace, open),
    {
      id: 'kind',
      header: t('columns.kind'),
      sort: 'kind',
      width: 'w-[124px]',
      cell: ({ kind }) => <Quiet>{kind}</Quiet>,
    },
    shared.health(),
    { id: 'ready', header: t('columns.ready'), width: 'w-[96px]', cell: ({ ready }) => <Ready value={ready} /> },
    {
      id: 'images',
      header: t('columns.images'),
      width: 'w-[24%]',
      hideBelow: 'mid',
      cell: ({ images, schedule }) => (
        <span className="block min-w-0 font-mono text-xs text-fg-2">
          {[schedule, ...images].filter(Boolean).map((text, index) => (
            <span key={index} title={text} className="block truncate">
              {text}
            </span>
          ))}
        </span>
      ),
    },
    shared.createdAt(),
  ]
}
