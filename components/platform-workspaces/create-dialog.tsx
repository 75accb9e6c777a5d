'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm, type FormField } from '#components/patterns/use-form.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { useSettled } from '#components/patterns/use-settled.ts'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import { openWorkspace } from '#lib/features/workspaces/actions.ts'
import { openWorkspaceSchema } from '#lib/features/workspaces/schema.ts'
import type { WorkspaceChoices } from '#lib/features/workspaces/types.ts'
import { ClusterChoice } from './cluster-choice.tsx'

const CHOICES = '/api/platform/workspace-choices'
const EMPTY = { name: '', alias: '', manager: '', clusters: [] as string[], description: '' }

export const useChoices = (search: string) =>
  useRemote<WorkspaceChoices>('workspaces', search === '' ? CHOICES : `${CHOICES}?search=${encodeURIComponent(search)}`)

/** A new tenant: who rules it, and where it may run things. */
export function CreateWorkspaceDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('workspaces')
  const { data } = useChoices('')
  const form = useForm({
    initial: EMPTY,
    schema: openWorkspaceSchema,
    toInput: (values) => values,
    action: openWorkspace,
    onSuccess: ({ name }) => {
      toast({ tone: 'success', title: t('create.done', { name }) })
      onClose()
    },
  })
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
        label={t('fields.name')}
        hint={t('hints.name')}
        required
        mono
        maxLength={63}
        field={form.field('name')}
        autoFocus
      />
      <TextField label={t('fields.alias')} optional maxLength={63} field={form.field('alias')} />
      <ManagerField field={form.field('manager')} />
      <ClusterChoice field={form.field('clusters')} clusters={data?.clusters} />
      <TextareaField label={t('fields.description')} optional maxLength={256} field={form.field('description')} />
    </FormDialog>
  )
}

/** Anybody who can sign in; looked for on the server as one types. */
function ManagerField({ field }: { field: FormField<string> }) {
  const t = useTranslations('workspaces')
  const [query, setQuery] = useState('')
  const { data } = useChoices(useSettled(query.trim(), 250))
  return (
    <Field label={t('fields.manager')} hint={t('hints.manager')} error={field.error} required>
      {(control) => (
        <Combobox
          control={control}
          options={(data?.people ?? []).map(({ username, email }) => ({
            value: username,
            label: username,
            description: email,
          }))}
          value={field.value}
          onValue={field.onValue}
          onQuery={setQuery}
          placeholder={t('manager.none')}
          searchLabel={t('manager.search')}
          emptyText={t('manager.empty')}
        />
      )}
    </Field>
  )
}
