'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { Quotation } from '#components/patterns/failure-notice.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import type { DeploymentDetail, Why } from '#lib/features/deployments/types.ts'
import { describeWhy } from '#lib/i18n/describe.ts'
import { stateOf } from '../state.ts'

/** What lasts and is not the header's own sentence: Git or cluster failing, and warnings about the manifests. */
export function Conditions({ detail }: { detail: DeploymentDetail }) {
  const t = useTranslations()
  const { condition, warnings, clusterState, cluster } = detail
  const said = stateOf(detail).why?.reason
  return (
    <>
      {condition === null || condition.reason === said ? null : (
        <Banner tone="bad" title={describeWhy(condition, t).short}>
          <p>{describeWhy(condition, t).text}</p>
          <Quotation text={condition.detail} />
          <p className="mt-1">
            {t('deployments.condition.since')} <TimeText at={condition.at} className="text-xs" />
          </p>
        </Banner>
      )}
      {clusterState === 'ready' || said === 'cluster_preparing' || said === 'cluster_unreachable' ? null : (
        <Banner
          tone={clusterState === 'preparing' ? 'run' : 'warn'}
          title={t(`deployments.condition.${clusterState}`, { cluster })}
        >
          {t(`deployments.condition.${clusterState}Text`)}
        </Banner>
      )}
      {[...Map.groupBy(warnings, ({ reason }) => reason).values()].map((alike) => (
        <WarningBanner key={alike[0]?.reason} warnings={alike} />
      ))}
    </>
  )
}

/** Warnings of one reason: the words once, what was remarked one below the other. */
function WarningBanner({ warnings: [first, ...others] }: { warnings: Why[] }) {
  const t = useTranslations()
  if (!first) return null
  const { short, text } = describeWhy(first, t)
  return (
    <Banner tone="warn" title={short}>
      <p>{text}</p>
      <Quotation text={[first, ...others].map(({ detail: remark }) => remark).join('\n')} />
    </Banner>
  )
}
