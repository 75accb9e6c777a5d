'use client'
import { Upload } from 'lucide-react'
import { useRef, type ChangeEvent, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { TextField } from '#components/patterns/form-fields.tsx'
import type { Form, FormField } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { CredentialType } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { KnownHostsField } from './known-hosts-field.tsx'

export type CredentialValues = {
  name: string
  description: string
  type: CredentialType
  boundTo: string
  username: string
  secret: string
  passphrase: string
  knownHosts: string
}

export const EMPTY: CredentialValues = {
  ...{ name: '', description: '', type: 'username_password', boundTo: '' },
  ...{ username: '', secret: '', passphrase: '', knownHosts: '' },
}

type Props = {
  place: DevopsPlace
  form: Form<CredentialValues>
  /** There is a stored secret, which an empty field keeps. */
  isStored: boolean
  /** Given by the repository that it is made for. */
  isBound: boolean
}

/** Host and sign-in, as the chosen type needs them. */
export function SignInFields({ place, form, isStored, isBound }: Props) {
  const t = useTranslations('credentials')
  const { type } = form.values
  const isKey = type === 'ssh_key'
  const keeps = isStored ? t('fields.keeps') : undefined
  return (
    <>
      <TextField
        label={t('fields.boundTo')}
        required
        mono
        disabled={isBound}
        placeholder={isKey ? 'ssh://git@github.com' : 'https://github.com'}
        hint={isBound ? t('fields.boundToGiven') : t('fields.boundToHint')}
        maxLength={2048}
        field={form.field('boundTo')}
      />
      <TextField
        label={t('fields.username')}
        {...(type === 'username_password' ? { required: true } : { optional: true, hint: t(`usernameHints.${type}`) })}
        maxLength={256}
        field={form.field('username')}
      />
      {isKey ? (
        <>
          <PrivateKeyField field={form.field('secret')} isRequired={!isStored} keeps={keeps} />
          <SecretField label={t('fields.passphrase')} optional field={form.field('passphrase')} />
          <KnownHostsField place={place} boundTo={form.values.boundTo} field={form.field('knownHosts')} />
        </>
      ) : (
        <SecretField
          label={t(`secrets.${type}`)}
          required={!isStored}
          hint={keeps ?? (type === 'username_password' ? t('fields.passwordHint') : undefined)}
          field={form.field('secret')}
        />
      )}
    </>
  )
}

type SecretProps = {
  label: string
  field: FormField<string>
  required?: boolean
  optional?: boolean
  hint?: ReactNode
}

function SecretField({ label, field, required, optional, hint }: SecretProps) {
  return (
    <Field label={label} hint={hint} error={field.error} required={required} optional={optional}>
      {(control) => (
        <PasswordInput
          {...control}
          // A browser that offers to remember it would keep a second copy.
          autoComplete="new-password"
          maxLength={4096}
          value={field.value}
          onChange={(event) => field.onValue(event.target.value)}
        />
      )}
    </Field>
  )
}

type KeyProps = { field: FormField<string>; isRequired: boolean; keeps: string | undefined }

/** Pasted, or read from a file; what is read is shown like what is pasted. */
function PrivateKeyField({ field, isRequired, keeps }: KeyProps) {
  const t = useTranslations('credentials.fields')
  const input = useRef<HTMLInputElement>(null)
  const read = async (event: ChangeEvent<HTMLInputElement>) => {
    const file = event.target.files?.[0]
    event.target.value = ''
    if (file !== undefined) field.onValue((await file.slice(0, 65_536).text()).slice(0, 32_769))
  }
  return (
    <div className="grid gap-2">
      <Field label={t('privateKey')} required={isRequired} hint={keeps ?? t('privateKeyHint')} error={field.error}>
        {(control) => (
          <Textarea
            {...control}
            rows={5}
            autoComplete="off"
            placeholder="-----BEGIN OPENSSH PRIVATE KEY-----"
            className="font-mono text-xs"
            value={field.value}
            onChange={(event) => field.onValue(event.target.value)}
          />
        )}
      </Field>
      <div>
        <Button size="sm" icon={Upload} onClick={() => input.current?.click()}>
          {t('upload')}
        </Button>
        <input ref={input} type="file" hidden aria-label={t('upload')} onChange={(event) => void read(event)} />
      </div>
    </div>
  )
}
