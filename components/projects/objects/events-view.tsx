'use client'
import { useTranslations } from 'use-intl/react'
import { Badge } from '#components/ui/badge.tsx'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import type { ListShape } from '#components/patterns/use-list-params.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { Info, TriangleAlert } from 'lucide-react'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { EVENT_SORTS, EVENT_TYPES } from '#lib/features/objects/schema.ts'
import type { EventRow } from '#lib/features/objects/types.ts'
import { ObjectList, type Open } from './object-list.tsx'

const SHAPE: ListShape = {
  sorts: EVENT_SORTS,
  defaultSort: 'lastAt',
  defaultDirection: 'desc',
  filters: { type: EVENT_TYPES },
}

/** What happened to the project's objects lately. */
export function EventsView({ place, cluster }: { place: ProjectPlace; cluster: ClusterSummary }) {
  const t = useTranslations('project.lists.columns')
  const types = useTranslations('objects.events.types')
  return (
    <ObjectList
      place={place}
      cluster={cluster}
      section="events"
      shape={SHAPE}
      columns={useColumns()}
      filters={[
        { id: 'type', label: t('type'), options: EVENT_TYPES.map((value) => ({ value, label: types(value) })) },
      ]}
      rowKey={({ uid }) => uid}
      rowName={({ object, reason }) => `${object.name} ${reason}`}
      tall
    />
  )
}

function useColumns(): (open: Open) => Column<EventRow>[] {
  const t = useTranslations('project.lists.columns')
  const words = useTranslations('objects.events')
  return (open) => [
    {
      id: 'object',
      header: t('object'),
      sort: 'object',
      width: 'w-[24%]',
      isName: true,
      cell: ({ object }) => <NameCell name={object.name} onOpen={() => open(object, 'events')} below={object.kind} />,
    },
    {
      id: 'type',
      header: t('type'),
      width: 'w-[92px]',
      cell: ({ type }) => (
        <Badge
          place="table"
          tone={type === 'Warning' ? 'warn' : 'mute'}
          quiet={type !== 'Warning'}
          icon={type === 'Warning' ? TriangleAlert : Info}
        >
          {words(type === 'Warning' ? 'types.Warning' : 'types.Normal')}
        </Badge>
      ),
    },
    {
      id: 'reason',
      header: t('reason'),
      sort: 'reason',
      cell: ({ reason, message }) => (
        <span lang="en" className="block min-w-0">
          <span className="block truncate text-sm font-medium">{reason}</span>
          <span title={message} className="block truncate text-xs text-fg-2">
            {message}
          </span>
        </span>
      ),
    },
    {
      id: 'count',
      header: t('count'),
      width: 'w-[72px]',
      hideBelow: 'mid',
      cell: ({ count }) => <span className="tnum text-sm text-fg-2">{count}</span>,
    },
    {
      id: 'lastAt',
      header: t('lastAt'),
      sort: 'lastAt',
      width: 'w-[164px]',
      cell: ({ lastAt }) => <TimeText at={lastAt} relative="hidden" />,
    },
  ]
}
