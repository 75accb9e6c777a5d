'use client'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useAction } from '#components/patterns/use-action.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { NewPasswordField } from '#components/users/password-field.tsx'
import { renewPassword, signOutAction } from '#lib/features/users/actions.ts'
import { renewPasswordSchema } from '#lib/features/users/schema.ts'

// A full load: the new session's pages are rendered from nothing.
const goOn = ({ next }: { next: string }) => window.location.assign(next)

/** A password of one's own in place of one that somebody else has set. */
export function RenewPasswordForm({ username, email }: { username: string; email: string }) {
  const t = useTranslations('auth.renew')
  const form = useForm({
    initial: { password: '' },
    schema: renewPasswordSchema,
    toInput: (values) => values,
    action: renewPassword,
    onSuccess: goOn,
  })
  const { run, pending } = useAction(signOutAction, goOn)
  return (
    <form onSubmit={form.submit} noValidate className="rounded-md border border-line bg-surface p-6">
      <h1 className="text-lg font-semibold">{t('title')}</h1>
      <p className="mt-1 text-sm text-fg-2">{t('text', { username })}</p>
      <div className="mt-4 grid gap-4">
        <FailureNotice failure={form.failure} />
        {/* For password managers: whose password it is. */}
        <input type="hidden" name="username" autoComplete="username" value={username} />
        <NewPasswordField
          controlSize="lg"
          label={t('label')}
          known={[username, email.split('@')[0] ?? '']}
          field={form.field('password')}
        />
        <Button type="submit" tone="primary" size="lg" className="w-full" busy={form.pending}>
          {t('submit')}
        </Button>
        <Button tone="ghost" busy={pending} onClick={() => void run({})}>
          {t('signOut')}
        </Button>
      </div>
    </form>
  )
}
