'use client'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useForm } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { signInAction } from '#lib/features/users/actions.ts'
import { signInSchema } from '#lib/features/users/schema.ts'

/** Name and password. After a refusal the name stays and the reason stands above. */
export function LoginForm({ next }: { next: string }) {
  const t = useTranslations('auth')
  const form = useForm({
    initial: { username: '', password: '' },
    schema: signInSchema,
    toInput: (values) => ({ ...values, next }),
    action: signInAction,
    // A full load: the new session's pages are rendered from nothing.
    onSuccess: ({ next: path }) => window.location.assign(path),
  })
  const username = form.field('username')
  const password = form.field('password')
  return (
    <form onSubmit={form.submit} noValidate className="rounded-md border border-line bg-surface p-6">
      <h1 className="text-lg font-semibold">{t('title')}</h1>
      <div className="mt-4 grid gap-4">
        <LoginFailure failure={form.failure} />
        <Field label={t('username')} error={username.error}>
          {(control) => (
            <Input
              {...control}
              controlSize="lg"
              name="username"
              autoComplete="username"
              autoCapitalize="none"
              value={username.value}
              onChange={(event) => username.onValue(event.target.value)}
            />
          )}
        </Field>
        <Field label={t('password')} error={password.error}>
          {(control) => (
            <PasswordInput
              {...control}
              controlSize="lg"
              name="password"
              autoComplete="current-password"
              value={password.value}
              onChange={(event) => password.onValue(event.target.value)}
            />
          )}
        </Field>
        <Button type="submit" tone="primary" size="lg" className="w-full" busy={form.pending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  )
}

const REFUSALS = ['bad_credentials', 'too_many_attempts', 'sso_needed'] as const

/** A refused log-in needs no request number: nothing is wrong with the server. */
function LoginFailure({ failure }: { failure: Parameters<typeof FailureNotice>[0]['failure'] }) {
  const t = useTranslations('auth')
  if (failure === null) return null
  const refused = REFUSALS.some((reason) => reason === failure.reason)
  return refused ? (
    <FailureNotice failure={{ ...failure, requestId: '' }} title={t('refused')} />
  ) : (
    <FailureNotice failure={failure} />
  )
}
