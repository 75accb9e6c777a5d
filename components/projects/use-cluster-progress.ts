'use client'
import { useNow, useTranslations } from 'use-intl/react'
import { useAtNow } from '#components/patterns/clock.ts'
import { useDuration } from '#components/patterns/time-text.tsx'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'

/** How far a cluster's preparation is, in words that move with the clock; null when nothing is known. */
export function useClusterProgress({ progress }: ClusterSummary): { words: string; percent: number } | null {
  const t = useTranslations('clusters')
  const duration = useDuration()
  const startedAt = progress === null ? 0 : Date.parse(progress.startedAt)
  const elapsed = useAtNow((now) => Math.max(0, Math.floor((now.getTime() - startedAt) / 1000)), useNow())
  if (progress === null) return null
  const percent = Math.round(progress.percent)
  const step = t('preparing.progress', { step: t(`steps.${progress.step}`), percent })
  return { words: `${step} · ${t('preparing.elapsed', { duration: duration(elapsed * 1000) })}`, percent }
}
