'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import type { PlatformRole } from '#lib/authz/actor.ts'
import { createUserAction } from '#lib/features/users/actions.ts'
import { addUserSchema, USERNAME_MAX } from '#lib/features/users/schema.ts'
import { NewPasswordField } from './password-field.tsx'
import { PlatformRoleCards } from './role-cards.tsx'

const EMPTY = {
  username: '',
  email: '',
  platformRole: 'platform_regular' as PlatformRole,
  password: '',
  mustChangePassword: true,
  description: '',
}

/** Somebody new who can sign in. */
export function CreateUserDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('users')
  const form = useForm({
    initial: EMPTY,
    schema: addUserSchema,
    toInput: (values) => values,
    action: createUserAction,
    onSuccess: () => {
      toast({ tone: 'success', title: t('create.done', { name: username.value.trim() }) })
      onClose()
    },
  })
  const username = form.field('username')
  const email = form.field('email')
  return (
    <FormDialog
      open
      size="form"
      onClose={onClose}
      form={form}
      title={t('create.title')}
      submitLabel={t('create.submit')}
    >
      <TextField
        label={t('fields.username')}
        hint={t('hints.username')}
        required
        mono
        maxLength={USERNAME_MAX}
        field={username}
        autoFocus
      />
      <TextField label={t('fields.email')} required maxLength={254} field={email} />
      <PlatformRoleCards field={form.field('platformRole')} />
      <NewPasswordField
        label={t('fields.password')}
        known={[username.value, email.value.split('@')[0] ?? '']}
        field={form.field('password')}
      />
      <MustChangeCheckbox
        checked={form.values.mustChangePassword}
        onChecked={(mustChangePassword) => form.set({ mustChangePassword })}
      />
      <TextareaField label={t('fields.description')} optional maxLength={256} field={form.field('description')} />
    </FormDialog>
  )
}

/** Whether the person chooses a password of their own at the next log-in. */
export function MustChangeCheckbox(props: { checked: boolean; onChecked: (checked: boolean) => void }) {
  const t = useTranslations('users.mustChange')
  return <OptionCheckbox {...props} title={t('title')} description={t('text')} />
}
