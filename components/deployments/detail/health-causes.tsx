'use client'
import { useTranslations } from 'use-intl/react'
import type { HealthCause } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'

/** The objects that make a deployment what it is, each with its own reason in a few words. */
export function HealthCauses({ causes }: { causes: readonly HealthCause[] }) {
  const t = useTranslations()
  if (causes.length === 0) return null
  return (
    <ul aria-label={t('deployments.state.causes')} className="mt-1 text-xs text-fg-2">
      {causes.map(({ key, kind, name, why }) => (
        <li key={key} className="truncate">
          <span className="font-medium">
            {kind} {name}
          </span>
          {why === null ? null : ` · ${describeWhy(why, t).short}`}
        </li>
      ))}
    </ul>
  )
}
