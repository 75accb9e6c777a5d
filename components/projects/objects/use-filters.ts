'use client'
import { useTranslations } from 'use-intl/react'
import type { TableFilter } from '#components/patterns/table-toolbar.tsx'
import { HEALTH_STATUSES } from '#lib/engine/model/health.ts'

/** Kinds are called what Kubernetes calls them. */
export function useKindFilter(kinds: readonly string[]): TableFilter {
  const t = useTranslations('project.lists.columns')
  return { id: 'kind', label: t('kind'), options: kinds.map((kind) => ({ value: kind, label: kind })) }
}

export function useHealthFilter(): TableFilter {
  const t = useTranslations('project.lists.columns')
  const status = useTranslations('status.health')
  return {
    id: 'health',
    label: t('health'),
    options: HEALTH_STATUSES.map((value) => ({ value, label: status(value) })),
  }
}
