'use client'
import { useTranslations } from 'use-intl/react'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'

/** A cluster by name; its state is said only when somebody has to know it. */
export function ClusterCell({ cluster }: { cluster: ClusterSummary }) {
  const t = useTranslations('clusters.preparing')
  return (
    <span className="flex min-w-0 items-center gap-2 text-sm">
      <span title={cluster.name} className="min-w-0 truncate text-fg-2">
        {cluster.name}
      </span>
      {cluster.state === 'ready' ? null : <StatusBadge kind="cluster" status={cluster.state} />}
      {cluster.state === 'preparing' && cluster.progress !== null ? (
        <span className="tnum text-xs text-fg-2">
          {t('percent', { percent: Math.round(cluster.progress.percent) })}
        </span>
      ) : null}
    </span>
  )
}
