'use client'
import { Save } from 'lucide-react'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { deploymentPage, type DevopsPlace } from '#components/deployments/urls.ts'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import type { PolicyImpact } from '#lib/features/devops-projects/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'

type Props = {
  place: DevopsPlace
  impact: PolicyImpact
  pending: boolean
  onClose: () => void
  onConfirm: () => void
}

/** Which deployments a policy stops, and by what, before it is saved. */
export function ImpactDialog({ place, impact, pending, onClose, onConfirm }: Props) {
  const t = useTranslations()
  return (
    <ConfirmDialog
      title={t('tenancy.policy.confirm')}
      submitLabel={t('tenancy.policy.save')}
      submitIcon={Save}
      tone="danger"
      pending={pending}
      failure={null}
      onClose={onClose}
      onConfirm={onConfirm}
    >
      <Banner tone="warn" title={t('tenancy.policy.stops', { count: impact.total })}>
        {t('tenancy.policy.stopsText')}
      </Banner>
      <ul className="rounded-md border border-line">
        {impact.stops.map(({ name, reason, subject }) => (
          <li
            key={name}
            className="flex flex-wrap items-center gap-x-3 border-t border-line px-4 py-2 first:border-t-0"
          >
            <Link href={deploymentPage(place, name)} className="font-semibold hover:text-accent hover:underline">
              {name}
            </Link>
            <span className="text-xs text-fg-2">
              {describeWhy({ reason }, t).short}: {subject}
            </span>
          </li>
        ))}
      </ul>
    </ConfirmDialog>
  )
}
