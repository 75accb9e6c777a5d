'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { editRepository } from '#lib/features/repositories/actions.ts'
import { editRepositorySchema } from '#lib/features/repositories/schema.ts'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { CredentialField } from '../credentials/credential-field.tsx'
import type { DevopsPlace } from '../deployments/urls.ts'

type Props = { place: DevopsPlace; repository: RepositorySummary; onClose: () => void }

/** Alias, description and credential, which is tried before it is kept; name and URL are what deployments refer to and stay. */
export function EditRepositoryDialog({ place, repository, onClose }: Props) {
  const t = useTranslations('repositories')
  const { name, alias, description, credential, version, url } = repository
  const form = useForm({
    initial: { alias, description, credential, withoutConnection: false },
    schema: editRepositorySchema,
    toInput: (values) => ({ ...place, ...values, name, version }),
    action: editRepository,
    onSuccess: () => {
      toast({ tone: 'success', title: t('edit.saved', { name }) })
      onClose()
    },
  })
  const fixed = (value: string) => ({ value, onValue: () => undefined, error: undefined })
  return (
    <FormDialog open onClose={onClose} form={form} title={t('edit.title')} subtitle={name}>
      <TextField label={t('fields.name')} mono disabled field={fixed(name)} />
      <TextField label={t('fields.url')} mono disabled hint={t('edit.urlHint')} field={fixed(url)} />
      <TextField label={t('fields.alias')} optional maxLength={63} field={form.field('alias')} autoFocus />
      <TextareaField label={t('fields.description')} optional maxLength={256} field={form.field('description')} />
      <CredentialField
        place={place}
        url={url}
        value={form.values.credential}
        onValue={(chosen) => form.set({ credential: chosen, withoutConnection: false })}
        error={form.errorAt('credential')}
      />
      {form.failure?.code === 'UPSTREAM' || form.values.withoutConnection ? (
        <OptionCheckbox
          title={t('import.withoutConnection')}
          description={t('import.withoutConnectionNote')}
          checked={form.values.withoutConnection}
          onChecked={(withoutConnection) => form.set({ withoutConnection })}
        />
      ) : null}
    </FormDialog>
  )
}
