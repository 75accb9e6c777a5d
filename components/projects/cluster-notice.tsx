'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { useClusterProgress } from './use-cluster-progress.ts'
import { useRefreshWhile } from './use-refresh-while.ts'

/** Says above a page that its cluster is being prepared (and how far) or does not answer; nothing when it is ready. */
export function ClusterNotice({ cluster }: { cluster: ClusterSummary }) {
  useRefreshWhile(cluster.state !== 'ready')
  if (cluster.state === 'preparing') return <PreparingNotice cluster={cluster} />
  if (cluster.state === 'unreachable') return <UnreachableNotice cluster={cluster} />
  return null
}

function PreparingNotice({ cluster }: { cluster: ClusterSummary }) {
  const t = useTranslations('clusters.preparing')
  const progress = useClusterProgress(cluster)
  return (
    <Banner tone="run" className="mb-4" title={t('title', { cluster: cluster.name })}>
      <p>{t('text')}</p>
      {progress === null ? null : (
        <p className="tnum mt-1">
          {progress.words}
          <progress
            max={100}
            value={progress.percent}
            aria-label={t('title', { cluster: cluster.name })}
            className="mt-1.5 block h-1.5 w-full max-w-96 appearance-none overflow-hidden rounded-full [&::-moz-progress-bar]:bg-run [&::-webkit-progress-bar]:bg-active [&::-webkit-progress-value]:bg-run"
          />
        </p>
      )}
    </Banner>
  )
}

function UnreachableNotice({ cluster }: { cluster: ClusterSummary }) {
  const t = useTranslations()
  const words = describeWhy({ reason: cluster.reason ?? 'cluster_unreachable' }, t)
  return (
    <Banner tone="warn" className="mb-4" title={t('clusters.unreachable.title', { cluster: cluster.name })}>
      <p>{words.text}</p>
    </Banner>
  )
}
