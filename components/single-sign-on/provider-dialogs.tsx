'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useForm, type Form, type FormField } from '#components/patterns/use-form.ts'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Field } from '#components/ui/field.tsx'
import { PasswordInput } from '#components/ui/password-input.tsx'
import { addProvider, editProvider, removeProvider } from '#lib/features/single-sign-on/actions.ts'
import { addProviderSchema, editProviderSchema } from '#lib/features/single-sign-on/schema.ts'
import type { ProviderRow } from '#lib/features/single-sign-on/types.ts'

const EMPTY = {
  ...{ name: '', displayName: '', issuer: '', clientId: '', clientSecret: '' },
  ...{ scopes: 'openid profile email', groupsClaim: 'groups', createsPeople: false },
}

/** A provider more; it is tried before it is kept. */
export function AddProviderDialog({ redirectBase, onClose }: { redirectBase: string; onClose: () => void }) {
  const t = useTranslations('singleSignOn')
  const form = useForm({
    initial: EMPTY,
    schema: addProviderSchema,
    toInput: (values) => values,
    action: addProvider,
    onSuccess: () => {
      toast({ tone: 'success', title: t('add.done', { name: form.values.displayName.trim() }) })
      onClose()
    },
  })
  const { name } = form.values
  return (
    <FormDialog open size="form" onClose={onClose} form={form} title={t('add.title')} submitLabel={t('add.submit')}>
      <p className="text-sm text-fg-2">{t('add.text')}</p>
      <TextField
        label={t('fields.name')}
        hint={t('hints.name')}
        required
        mono
        maxLength={63}
        field={form.field('name')}
        placeholder="keycloak"
        autoFocus
      />
      {name.trim() === '' ? null : <RedirectUri uri={`${redirectBase}${name.trim()}`} />}
      <TextField
        label={t('fields.issuer')}
        hint={t('hints.issuer')}
        required
        mono
        maxLength={500}
        field={form.field('issuer')}
        placeholder="https://login.example.com/realms/acme"
      />
      <SettingsFields form={form} secretHint={t('hints.clientSecret')} />
    </FormDialog>
  )
}

function RedirectUri({ uri }: { uri: string }) {
  const t = useTranslations('singleSignOn.fields')
  return (
    <div className="rounded-sm border border-line bg-sunken px-3 py-2">
      <p className="text-xs text-fg-3">{t('redirectUri')}</p>
      <p className="flex items-start gap-1">
        <code className="min-w-0 flex-1 py-0.5 text-xs anywhere">{uri}</code>
        <CopyButton text={uri} what={t('redirectUri')} />
      </p>
    </div>
  )
}

type Settings = Omit<typeof EMPTY, 'name' | 'issuer'>

/** What may be changed later too. */
function SettingsFields<Values extends Settings>({
  form,
  secretHint,
  children,
}: {
  form: Form<Values>
  secretHint: string
  children?: ReactNode
}) {
  const t = useTranslations('singleSignOn')
  const text = (name: Exclude<keyof Settings, 'createsPeople'>) => form.field(name) as unknown as FormField<string>
  const secret = text('clientSecret')
  return (
    <>
      <TextField
        label={t('fields.displayName')}
        hint={t('hints.displayName')}
        required
        maxLength={40}
        field={text('displayName')}
      />
      <TextField label={t('fields.clientId')} required mono maxLength={256} field={text('clientId')} />
      <Field label={t('fields.clientSecret')} hint={secretHint} error={secret.error} optional>
        {(control) => (
          <PasswordInput
            {...control}
            autoComplete="off"
            maxLength={1024}
            value={secret.value}
            onChange={(event) => secret.onValue(event.target.value)}
          />
        )}
      </Field>
      {children}
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField label={t('fields.scopes')} hint={t('hints.scopes')} mono maxLength={500} field={text('scopes')} />
        <TextField
          label={t('fields.groupsClaim')}
          hint={t('hints.groupsClaim')}
          required
          mono
          maxLength={100}
          field={text('groupsClaim')}
        />
      </div>
      <OptionCheckbox
        checked={form.values.createsPeople}
        onChecked={(createsPeople) => form.set({ createsPeople } as unknown as Partial<Values>)}
        title={t('creates.title')}
        description={t('creates.text')}
      />
    </>
  )
}

type Props = { provider: ProviderRow; onClose: () => void }

/** Everything but the name and the issuer. */
export function EditProviderDialog({ provider, onClose }: Props) {
  const t = useTranslations('singleSignOn')
  const { name, version, displayName, clientId, scopes, groupsClaim, createsPeople, hasSecret } = provider
  const form = useForm({
    initial: {
      ...{ displayName, clientId, groupsClaim, createsPeople, clientSecret: '', removesSecret: false },
      scopes: scopes.join(' '),
    },
    schema: editProviderSchema,
    toInput: (values) => ({ ...values, name, version }),
    action: editProvider,
    onSuccess: () => {
      toast({ tone: 'success', title: t('edit.done', { name: form.values.displayName.trim() }) })
      onClose()
    },
  })
  return (
    <FormDialog open size="form" onClose={onClose} form={form} title={t('edit.title')} subtitle={name}>
      <SettingsFields form={form} secretHint={hasSecret ? t('hints.keepSecret') : t('hints.clientSecret')}>
        {hasSecret ? (
          <OptionCheckbox
            checked={form.values.removesSecret}
            onChecked={(removesSecret) => form.set({ removesSecret })}
            title={t('fields.removesSecret')}
            description={t('removesSecret')}
          />
        ) : null}
      </SettingsFields>
    </FormDialog>
  )
}

/** Says who will not be able to sign in. */
export function RemoveProviderDialog({ provider, onClose }: Props) {
  const t = useTranslations('singleSignOn.remove')
  const { name, version, displayName, people, withoutPassword } = provider
  const { run, pending, error } = useAction(removeProvider, () => {
    toast({ tone: 'success', title: t('done', { name: displayName }) })
    onClose()
  })
  return (
    <ConfirmDelete
      open
      size="form"
      onClose={onClose}
      title={t('title')}
      subtitle={displayName}
      name={name}
      submitLabel={t('submit')}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void run({ name, version, confirmation })}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
      {people === 0 ? null : (
        <Banner tone="warn" title={t('people', { count: people })}>
          {withoutPassword === 0 ? undefined : t('withoutPassword', { count: withoutPassword })}
        </Banner>
      )}
    </ConfirmDelete>
  )
}
