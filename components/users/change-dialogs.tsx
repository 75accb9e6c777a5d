'use client'
import { CircleCheck, CircleSlash } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { deleteUser, editUser, resetPassword, setPlatformRole, setUserState } from '#lib/features/users/actions.ts'
import { editUserSchema, resetPasswordSchema, setPlatformRoleSchema } from '#lib/features/users/schema.ts'
import type { UserSummary } from '#lib/features/users/types.ts'
import { MustChangeCheckbox } from './create-dialog.tsx'
import { NewPasswordField } from './password-field.tsx'
import { PlatformRoleCards } from './role-cards.tsx'

export type UserDialogProps = { user: UserSummary; onClose: () => void }

/** Says that the act is done, and closes. */
function useDone(
  { user, onClose }: UserDialogProps,
  act: 'edit' | 'role' | 'password' | 'disable' | 'enable' | 'delete',
) {
  const t = useTranslations('users')
  return () => {
    toast({ tone: 'success', title: t(`${act}.done`, { name: user.username }) })
    onClose()
  }
}

export function EditUserDialog(props: UserDialogProps) {
  const t = useTranslations('users')
  const { username, version, email, description } = props.user
  const form = useForm({
    initial: { email, description },
    schema: editUserSchema,
    toInput: (values) => ({ ...values, username, version }),
    action: editUser,
    onSuccess: useDone(props, 'edit'),
  })
  return (
    <FormDialog open onClose={props.onClose} form={form} title={t('edit.title')} subtitle={username}>
      <TextField label={t('fields.email')} required maxLength={254} field={form.field('email')} autoFocus />
      <TextareaField label={t('fields.description')} optional maxLength={256} field={form.field('description')} />
    </FormDialog>
  )
}

export function PlatformRoleDialog(props: UserDialogProps) {
  const t = useTranslations('users.role')
  const { username, version, platformRole } = props.user
  const form = useForm({
    initial: { platformRole },
    schema: setPlatformRoleSchema,
    toInput: (values) => ({ ...values, username, version }),
    action: setPlatformRole,
    onSuccess: useDone(props, 'role'),
  })
  return (
    <FormDialog
      open
      size="form"
      onClose={props.onClose}
      form={form}
      title={t('title')}
      subtitle={username}
      blocked={!form.dirty}
    >
      <PlatformRoleCards field={form.field('platformRole')} />
      <p className="text-xs text-fg-3">{t('text')}</p>
    </FormDialog>
  )
}

export function ResetPasswordDialog(props: UserDialogProps) {
  const t = useTranslations('users')
  const { username, version, email } = props.user
  const form = useForm({
    initial: { password: '', mustChangePassword: true },
    schema: resetPasswordSchema,
    toInput: (values) => ({ ...values, username, version }),
    action: resetPassword,
    onSuccess: useDone(props, 'password'),
  })
  return (
    <FormDialog open onClose={props.onClose} form={form} title={t('password.title')} subtitle={username}>
      <p className="text-sm text-fg-2">{t('password.text')}</p>
      <NewPasswordField
        label={t('fields.newPassword')}
        known={[username, email.split('@')[0] ?? '']}
        field={form.field('password')}
      />
      <MustChangeCheckbox
        checked={form.values.mustChangePassword}
        onChecked={(mustChangePassword) => form.set({ mustChangePassword })}
      />
    </FormDialog>
  )
}

export function UserStateDialog(props: UserDialogProps) {
  const { username, version, state } = props.user
  const act = state === 'active' ? 'disable' : 'enable'
  const t = useTranslations(`users.${act}`)
  const { run, pending, error } = useAction(setUserState, useDone(props, act))
  return (
    <ConfirmDialog
      onClose={props.onClose}
      title={t('title')}
      subtitle={username}
      submitLabel={t('submit')}
      submitIcon={act === 'disable' ? CircleSlash : CircleCheck}
      tone={act === 'disable' ? 'danger' : 'primary'}
      pending={pending}
      failure={error}
      onConfirm={() => void run({ username, version, state: state === 'active' ? 'disabled' : 'active' })}
    >
      <p>{t('text')}</p>
    </ConfirmDialog>
  )
}

export function DeleteUserDialog(props: UserDialogProps) {
  const t = useTranslations('users.delete')
  const { username, version, email } = props.user
  const { run, pending, error } = useAction(deleteUser, useDone(props, 'delete'))
  return (
    <ConfirmDelete
      open
      size="form"
      onClose={props.onClose}
      title={t('title')}
      subtitle={email}
      name={username}
      submitLabel={t('submit')}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void run({ username, version, confirmation })}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
    </ConfirmDelete>
  )
}
