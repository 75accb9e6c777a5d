'use client'
import { Lock, RotateCw, Unplug } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { StateView, type StateViewProps } from '#components/ui/states.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { Quotation, RequestId } from './failure-notice.tsx'

export type FailureViewProps = Pick<StateViewProps, 'size' | 'headingLevel'> & {
  failure: PublicError
  /** What could not be done: "목록을 불러오지 못했습니다". The code's own title otherwise. */
  title?: string
  onRetry?: (() => void) | undefined
  retrying?: boolean
}

/** The place of a list or page that could not be read: forbidden, or failed with its reason and the request number. */
export function FailureView({ failure, title, onRetry, retrying, ...view }: FailureViewProps) {
  const t = useTranslations()
  const words = describeError(failure, t)
  if (failure.code === 'FORBIDDEN' && failure.reason === undefined)
    return (
      <StateView {...view} icon={Lock} title={words.title} text={words.text}>
        <NeededPermission permission={String(failure.params?.['permission'] ?? '')} />
      </StateView>
    )
  return (
    <StateView
      {...view}
      icon={Unplug}
      tone="bad"
      title={title ?? words.title}
      text={words.text}
      actions={
        onRetry ? (
          <Button tone="primary" icon={RotateCw} onClick={onRetry} busy={retrying}>
            {t('common.actions.retry')}
          </Button>
        ) : undefined
      }
    >
      <div className="grid justify-items-center gap-3">
        <Quotation text={words.detail} />
        {words.requestId === '' ? null : <RequestId id={words.requestId} boxed />}
      </div>
    </StateView>
  )
}

const GRANTERS = ['platform', 'workspace', 'project', 'devops'] as const

/** Which permission is missing, by its name in the catalogue, and whose admin can give a role that has it. */
function NeededPermission({ permission }: { permission: string }) {
  const t = useTranslations('common.state')
  const granter = GRANTERS.find((scope) => permission.startsWith(`${scope}.`))
  if (granter === undefined) return null
  return (
    <dl className="grid grid-cols-[auto_auto] gap-x-6 gap-y-1 rounded-sm border border-line bg-sunken px-4 py-3 text-left text-xs">
      <dt className="text-fg-3">{t('neededPermission')}</dt>
      <dd>
        <code className="text-fg-2 anywhere">{permission}</code>
      </dd>
      <dt className="text-fg-3">{t('grantedBy')}</dt>
      <dd className="text-fg-2">{t(`granters.${granter}`)}</dd>
    </dl>
  )
}
