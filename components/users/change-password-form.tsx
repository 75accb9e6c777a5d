'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { changePassword } from '#lib/features/users/actions.ts'
import { changePasswordSchema } from '#lib/features/users/schema.ts'
import { NewPasswordField } from './password-field.tsx'

type Props = { username: string; email: string }

/** The old password and a new one; empty again after each change. */
export function ChangePasswordForm(props: Props) {
  const t = useTranslations('users.profile.password')
  const [changes, setChanges] = useState(0)
  const onChanged = () => {
    setChanges((count) => count + 1)
    toast({ tone: 'success', title: t('done') })
  }
  return <Fields key={changes} {...props} onChanged={onChanged} />
}

function Fields({ username, email, onChanged }: Props & { onChanged: () => void }) {
  const t = useTranslations('users.profile.password')
  const form = useForm({
    initial: { current: '', password: '' },
    schema: changePasswordSchema,
    toInput: (values) => values,
    action: changePassword,
    onSuccess: onChanged,
  })
  const current = form.field('current')
  return (
    <form onSubmit={form.submit} noValidate className="grid max-w-md gap-4 p-4">
      <p className="text-sm text-fg-2">{t('text')}</p>
      <FailureNotice failure={form.failure} />
      {/* For password managers: whose password it is. */}
      <input type="hidden" name="username" autoComplete="username" value={username} />
      <Field label={t('current')} error={current.error} required>
        {(control) => (
          <PasswordInput
            {...control}
            autoComplete="current-password"
            value={current.value}
            onChange={(event) => current.onValue(event.target.value)}
          />
        )}
      </Field>
      <NewPasswordField label={t('new')} known={[username, email.split('@')[0] ?? '']} field={form.field('password')} />
      <div>
        <Button type="submit" tone="primary" busy={form.pending}>
          {t('submit')}
        </Button>
      </div>
    </form>
  )
}
