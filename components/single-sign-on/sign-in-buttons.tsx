'use client'
import { LogIn } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useAction } from '#components/patterns/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { startSingleSignOn } from '#lib/features/single-sign-on/actions.ts'
import type { SignInChoice } from '#lib/features/single-sign-on/types.ts'

/** A button for each provider below the form. */
export function SignInButtons({ choices, next }: { choices: readonly SignInChoice[]; next: string }) {
  const t = useTranslations('singleSignOn.signIn')
  const { run, pending, error } = useAction(startSingleSignOn, ({ url }) => window.location.assign(url))
  if (choices.length === 0) return null
  return (
    <div className="mt-4 grid gap-3">
      <p className="flex items-center gap-3 text-xs text-fg-3">
        <span aria-hidden className="h-px flex-1 bg-line" />
        {t('or')}
        <span aria-hidden className="h-px flex-1 bg-line" />
      </p>
      <FailureNotice failure={error} title={t('failed')} />
      {choices.map(({ name, displayName }) => (
        <Button
          key={name}
          size="lg"
          icon={LogIn}
          busy={pending}
          className="w-full"
          onClick={() => void run({ provider: name, next })}
        >
          <span className="min-w-0 truncate">{t('with', { name: displayName })}</span>
        </Button>
      ))}
    </div>
  )
}
