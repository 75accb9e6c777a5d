'use client'
import { RotateCw, Unplug } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { RequestId } from '#components/patterns/failure-notice.tsx'
import { Button } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'

/** What an error boundary gets; `digest` is the number under which the server's log has the error. */
export type CrashProps = { error: unknown; retry: () => void }

const digestOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'digest' in error ? String(error.digest) : ''

/** A page that could not be rendered: a defect of ours. */
export function CrashView({ error, retry }: CrashProps) {
  const t = useTranslations()
  const digest = digestOf(error)
  return (
    <StateView
      icon={Unplug}
      tone="bad"
      headingLevel={1}
      title={t('shell.crash.title')}
      text={t('shell.crash.text')}
      actions={
        <Button tone="primary" icon={RotateCw} onClick={retry}>
          {t('common.actions.retry')}
        </Button>
      }
    >
      {digest === '' ? null : <RequestId id={digest} boxed />}
    </StateView>
  )
}
