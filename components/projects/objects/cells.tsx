'use client'
import { useTranslations } from 'use-intl/react'
import { ManagerLink } from '#components/objects/manager-link.tsx'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { WhyShort } from '#components/patterns/why-text.tsx'
import type { HealthStatus } from '#lib/engine/model/health.ts'
import type { ResourceId } from '#lib/engine/model/resource.ts'
import type { Why } from '#lib/engine/model/why.ts'
import type { ManagedBy } from '#lib/features/objects/types.ts'
import type { Open } from './object-list.tsx'

/** Group, kind, namespace and name alone, of a row that holds more. */
export const idOf = ({ group, version, kind, namespace, name }: ResourceId): ResourceId => ({
  ...{ group, version, kind, namespace, name },
})

export const keyOf = ({ kind, name }: ResourceId): string => `${kind}/${name}`

type NameProps = { row: ResourceId & { managedBy: ManagedBy | null }; workspace: string; onOpen: Open }

/** The name, which opens the object, over who manages it. */
export function ObjectName({ row, workspace, onOpen }: NameProps) {
  const t = useTranslations('project.lists')
  return (
    <NameCell
      name={row.name}
      onOpen={() => onOpen(idOf(row))}
      below={row.managedBy === null ? t('direct') : <ManagerLink workspace={workspace} manager={row.managedBy} />}
    />
  )
}

export function Health({ health, healthWhy }: { health: HealthStatus; healthWhy: Why | null }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge kind="health" status={health} place="table" />
      <WhyShort why={healthWhy} className="max-nav:hidden" />
    </span>
  )
}

export const Quiet = ({ children }: { children: string }) => (
  <span title={children} className="block truncate text-sm text-fg-2">
    {children}
  </span>
)

export function Ready({ value }: { value: { ready: number; wanted: number } | null }) {
  const t = useTranslations('project.lists')
  if (value === null) return <span className="text-sm text-fg-3">{t('notApplicable')}</span>
  return <span className="tnum text-sm whitespace-nowrap text-fg-2">{`${value.ready}/${value.wanted}`}</span>
}
