'use client'
import { useTranslations } from 'use-intl/react'
import type { ResourceId } from '#lib/engine/model/resource.ts'

/** The object and its place: "Deployment web · demo-project". */
export function useSubtitle({ kind, name, namespace }: ResourceId): string {
  const t = useTranslations('objects')
  return `${kind} ${name} · ${namespace === '' ? t('clusterWide') : namespace}`
}
