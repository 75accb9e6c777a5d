'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { editCredential } from '#lib/features/credentials/actions.ts'
import { editCredentialSchema } from '#lib/features/credentials/schema.ts'
import type { CredentialDetail, Rechecked } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { EMPTY, SignInFields } from './fields.tsx'

type Props = { place: DevopsPlace; credential: CredentialDetail; onClose: () => void }

/** Everything but name and type; an empty secret keeps the stored one. Says at once whether its repositories still answer. */
export function EditCredentialDialog({ place, credential, onClose }: Props) {
  const t = useTranslations('credentials')
  const { name, type, description, boundTo, username, knownHosts, version, repositoryCount } = credential
  const outcome = useOutcome(name)
  const form = useForm({
    initial: { ...EMPTY, name, type, description, boundTo, username, knownHosts },
    schema: editCredentialSchema,
    toInput: (values) => ({ ...place, ...values, version }),
    action: editCredential,
    onSuccess: ({ rechecked }) => {
      outcome(rechecked)
      onClose()
    },
  })
  const fixed = (value: string) => ({ value, onValue: () => undefined, error: undefined })
  return (
    <FormDialog open size="repository" onClose={onClose} form={form} title={t('edit.title')} subtitle={name}>
      {repositoryCount > 0 ? <Banner tone="info" title={t('edit.reach', { count: repositoryCount })} /> : null}
      <TextField label={t('columns.name')} mono disabled field={fixed(name)} />
      <TextField label={t('columns.type')} disabled field={fixed(t(`types.${type}`))} />
      <TextField label={t('columns.description')} optional maxLength={256} field={form.field('description')} />
      <SignInFields place={place} form={form} isStored isBound={false} />
    </FormDialog>
  )
}

function useOutcome(name: string): (rechecked: Rechecked | null) => void {
  const t = useTranslations('credentials.edit')
  return (rechecked) => {
    const failed = rechecked?.failed ?? 0
    toast({
      tone: failed > 0 ? 'info' : 'success',
      title: t('saved', { name }),
      ...(rechecked !== null && rechecked.connected + failed > 0
        ? { text: t('rechecked', { connected: rechecked.connected, failed }) }
        : {}),
    })
  }
}
