'use client'
import { Info } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import type { ProjectPlace } from '#components/shell/paths.ts'
import { ServicesTable } from './services-table.tsx'

/** The Services of a project and how they are reached. */
export function ServicesView({ place, cluster }: { place: ProjectPlace; cluster: ClusterSummary }) {
  const t = useTranslations()
  return (
    <div className="grid gap-4">
      <PageHeader title={t('services.title')} description={t('services.text')} />
      {cluster.state === 'preparing' ? (
        <div className="rounded-md border border-line bg-surface">
          <StateView
            icon={NAV_ICONS.services}
            title={t('services.preparing')}
            text={describeWhy({ reason: 'cluster_preparing' }, t).text}
          />
        </div>
      ) : (
        <>
          <ServicesTable place={place} />
          <p className="flex items-center gap-1.5 text-xs text-fg-2">
            <Icon as={Info} className="size-3.5 text-fg-3" />
            {t('services.firewall')}
          </p>
        </>
      )}
    </div>
  )
}
