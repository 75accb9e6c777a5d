'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { RadioCards } from '#components/ui/radio-cards.tsx'
import { createCredential } from '#lib/features/credentials/actions.ts'
import { createCredentialSchema, fitsScheme } from '#lib/features/credentials/schema.ts'
import type { CredentialType } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { EMPTY, SignInFields } from './fields.tsx'

const TYPES: readonly CredentialType[] = ['username_password', 'ssh_key', 'access_token']

type Props = {
  place: DevopsPlace
  /** Opened for a repository at this `scheme://host[:port]`: the binding is given, and types that cannot sign in there are left out. */
  boundTo?: string
  onClose: () => void
  onCreated?: (name: string) => void
}

/** Makes a credential. The secret goes to the server and never comes back. */
export function CreateCredentialDialog({ place, boundTo, onClose, onCreated }: Props) {
  const t = useTranslations('credentials')
  const types = TYPES.filter((type) => boundTo === undefined || fitsScheme(type, boundTo))
  const form = useForm({
    initial: { ...EMPTY, type: types[0] ?? EMPTY.type, boundTo: boundTo ?? '' },
    schema: createCredentialSchema,
    toInput: (values) => ({ ...place, ...values }),
    action: createCredential,
    onSuccess: ({ name }) => {
      toast({ tone: 'success', title: t('create.done', { name }) })
      onCreated?.(name)
      onClose()
    },
  })
  return (
    <FormDialog open size="repository" onClose={onClose} form={form} title={t('create.title')}>
      <TextField
        label={t('columns.name')}
        required
        mono
        maxLength={63}
        hint={t('create.nameHint')}
        field={form.field('name')}
        autoFocus
      />
      <TextField label={t('columns.description')} optional maxLength={256} field={form.field('description')} />
      {types.length > 1 ? (
        <RadioCards
          legend={t('columns.type')}
          required
          columns={types.length === 2 ? 2 : 3}
          cards={types.map((value) => ({ value, title: t(`types.${value}`), description: t(`typeHints.${value}`) }))}
          value={form.values.type}
          // The secret of one type is none of another.
          onValue={(type) => form.set({ type, secret: '', passphrase: '', knownHosts: '' })}
        />
      ) : null}
      <SignInFields place={place} form={form} isStored={false} isBound={boundTo !== undefined} />
    </FormDialog>
  )
}
