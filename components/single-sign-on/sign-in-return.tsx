'use client'
import { useEffect, useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useAction } from '#components/patterns/use-action.ts'
import { LinkButton } from '#components/ui/button.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import { fill } from '#lib/i18n/describe.ts'
import { finishSingleSignOn } from '#lib/features/single-sign-on/actions.ts'

/** Hands the provider's answer over, once, and goes on; or says why not. The address with the code does not stay in the history. */
export function SignInReturn({ provider }: { provider: string }) {
  const t = useTranslations('singleSignOn.signIn')
  const reasons = useTranslations('reasons')
  const begun = useRef(false)
  const { run, error } = useAction(finishSingleSignOn, ({ next }) => window.location.replace(next))
  useEffect(() => {
    if (begun.current) return
    begun.current = true
    void run({ provider, answer: window.location.search })
  }, [provider, run])
  return (
    <section className="rounded-md border border-line bg-surface p-6">
      <h1 className="text-lg font-semibold">{error === null ? t('returning') : t('failed')}</h1>
      <div className="mt-4 grid gap-4">
        {error === null ? (
          <p role="status" className="flex items-center gap-2 text-sm text-fg-2">
            <Spinner />
            {t('returningText')}
          </p>
        ) : (
          <>
            <FailureNotice
              failure={error}
              {...(error.reason && { title: reasons(`${error.reason}.short`, fill(error.params)) })}
            />
            <LinkButton href="/login" replace tone="primary" size="lg">
              {t('back')}
            </LinkButton>
          </>
        )}
      </div>
    </section>
  )
}
