'use client'
import { useTranslations } from 'use-intl/react'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import type { HealthStatus } from '#lib/engine/model/health.ts'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import type { Why } from '#lib/engine/model/why.ts'
import type { ManagedBy } from '#lib/features/objects/types.ts'
import { Health, ObjectName } from './cells.tsx'
import type { Open } from './object-list.tsx'

type Named = ResourceId & { managedBy: ManagedBy | null }
type Judged = { health: HealthStatus; healthWhy: Why | null }

/** Columns that the lists of objects have in common. */
export function useSharedColumns() {
  const t = useTranslations('project.lists.columns')
  return {
    name: <Row extends Named>(workspace: string, open: Open): Column<Row> => ({
      id: 'name',
      header: t('name'),
      sort: 'name',
      isName: true,
      cell: (row) => <ObjectName row={row} workspace={workspace} onOpen={open} />,
    }),
    health: <Row extends Judged>(): Column<Row> => ({
      id: 'health',
      header: t('health'),
      sort: 'health',
      width: 'w-[24%]',
      cell: ({ health, healthWhy }) => <Health health={health} healthWhy={healthWhy} />,
    }),
    createdAt: <Row extends { createdAt: string | null }>(): Column<Row> => ({
      id: 'createdAt',
      header: t('createdAt'),
      sort: 'createdAt',
      width: 'w-[164px]',
      hideBelow: 'wide',
      cell: ({ createdAt }) => <TimeText at={createdAt} relative="hidden" />,
    }),
  }
}
