'use client'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { callAction } from '#components/patterns/use-action.ts'
import { WhyText } from '#components/patterns/why-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import { previewObject } from '#lib/features/deployments/actions.ts'
import type { ManagedObject } from '#lib/features/deployments/types.ts'
import type { ObjectPreview } from '#lib/features/objects/types.ts'
import { ObjectDifferences } from '../../differences/object-differences.tsx'
import { objectPreviewApi, type DevopsPlace } from '../../urls.ts'
import { useAskedPreview, type AskPreview } from '../../use-asked-preview.ts'

type Props = {
  place: DevopsPlace
  name: string
  object: ManagedObject
  /** What stands over the text. */
  after: string
}

type Plan = Extract<ObjectPreview['outcome'], { state: 'Succeeded' }>['plan']

const ask: AskPreview<DevopsPlace & { name: string; key: string }> = (input) => callAction(previewObject, input)

/** An object that the cluster does not have, as a synchronisation would make it: rendered and asked of the API server when it is looked at. */
export function PlannedText({ place, name, object, after }: Props) {
  const t = useTranslations('deployments.compare')
  const input = { ...place, name, key: object.key }
  const { state, answer, error, again } = useAskedPreview<typeof input, Plan>(input, ask, (id) =>
    objectPreviewApi(place, id),
  )
  const outcome = answer?.outcome
  if (outcome?.state === 'Succeeded')
    return (
      <>
        {outcome.plan.isJudged ? null : (
          <p className="border-t border-line px-4 py-3 text-sm text-fg-2">{t('rendered')}</p>
        )}
        {outcome.plan.text === '' ? <p className="px-4 py-3 text-sm text-fg-2">{t('tooLong')}</p> : null}
        <ObjectDifferences
          object={`${object.kind} ${object.name}`}
          fields={[]}
          texts={outcome.plan.text === '' ? null : textsOf(outcome.plan)}
        />
      </>
    )
  if (state === 'computing' || state === 'waiting') return <LoadingRows rows={6} label={t('planning')} />
  return (
    <div className="grid justify-items-start gap-2 border-t border-line px-4 py-3 text-sm">
      <FailureNotice failure={error} />
      {outcome?.state === 'Failed' ? (
        <>
          <p>{t('planFailed')}</p>
          <WhyText why={outcome.why} />
        </>
      ) : null}
      {state === 'forgotten' ? <p>{t('planForgotten')}</p> : null}
      <Button size="sm" onClick={again}>
        {t('again')}
      </Button>
    </div>
  )

  function textsOf({ text }: Plan) {
    return { before: '', after: text, labels: { before: t('absent'), after } }
  }
}
