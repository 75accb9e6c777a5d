'use client'
import { useTranslations } from 'use-intl/react'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'
import { createRole, editRole } from '#lib/features/roles/actions.ts'
import { createRoleSchema, editRoleSchema } from '#lib/features/roles/schema.ts'
import type { RoleRow } from '#lib/features/roles/types.ts'
import { PermissionPicker } from './permission-picker.tsx'

const FIRST: DevopsPermission[] = ['devops.view']

/** Makes a role from the permission catalogue. */
export function CreateRoleDialog({ place, onClose }: { place: DevopsPlace; onClose: () => void }) {
  const t = useTranslations('roles')
  const form = useForm({
    initial: { name: '', alias: '', description: '', permissions: FIRST },
    schema: createRoleSchema,
    toInput: (values) => ({ ...place, ...values }),
    action: createRole,
    onSuccess: ({ name }) => {
      toast({ tone: 'success', title: t('create.done', { name }) })
      onClose()
    },
  })
  return (
    <FormDialog
      open
      size="repository"
      onClose={onClose}
      form={form}
      title={t('create.title')}
      subtitle={place.devopsProject}
    >
      <TextField
        label={t('fields.name')}
        required
        mono
        maxLength={63}
        hint={t('nameHint')}
        field={form.field('name')}
      />
      <TextField label={t('fields.alias')} optional maxLength={63} field={form.field('alias')} />
      <TextareaField
        label={t('fields.description')}
        optional
        rows={2}
        maxLength={256}
        field={form.field('description')}
      />
      <PermissionPicker
        value={form.values.permissions}
        onValue={(permissions) => form.set({ permissions })}
        error={form.errorAt('permissions')}
      />
    </FormDialog>
  )
}

type EditProps = { place: DevopsPlace; role: RoleRow; onClose: () => void }

/** Changes what a role is called and allows; says for how many that counts. */
export function EditRoleDialog({ place, role, onClose }: EditProps) {
  const t = useTranslations('roles')
  const { name, alias, description, permissions, version, memberCount } = role
  const form = useForm({
    initial: { alias, description, permissions },
    schema: editRoleSchema,
    toInput: (values) => ({ ...place, ...values, name, version: version ?? 0 }),
    action: editRole,
    onSuccess: () => {
      toast({ tone: 'success', title: t('edit.done', { name }) })
      onClose()
    },
  })
  return (
    <FormDialog
      open
      size="repository"
      onClose={onClose}
      form={form}
      title={t('edit.title')}
      subtitle={name}
      footnote={memberCount === 0 ? undefined : t('edit.note', { count: memberCount })}
    >
      <TextField label={t('fields.alias')} optional maxLength={63} field={form.field('alias')} autoFocus />
      <TextareaField
        label={t('fields.description')}
        optional
        rows={2}
        maxLength={256}
        field={form.field('description')}
      />
      <PermissionPicker
        value={form.values.permissions}
        onValue={(next) => form.set({ permissions: next })}
        error={form.errorAt('permissions')}
      />
    </FormDialog>
  )
}
