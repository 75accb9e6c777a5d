'use client'
import { Unlink } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { Button } from '#components/ui/button.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { linkUserIdentity, unlinkUserIdentity } from '#lib/features/single-sign-on/actions.ts'
import { linkUserSchema } from '#lib/features/single-sign-on/schema.ts'
import type { SignInChoice } from '#lib/features/single-sign-on/types.ts'
import type { UserSummary } from '#lib/features/users/types.ts'

type Props = { user: UserSummary; choices: readonly SignInChoice[]; onClose: () => void }

/** Which accounts at providers let a person in: one more, or one less. */
export function UserIdentitiesDialog({ user, choices, onClose }: Props) {
  const t = useTranslations('singleSignOn.user')
  const { username, identities } = user
  const open = choices.filter(({ name }) => identities.every(({ provider }) => provider !== name))
  const form = useForm({
    initial: { provider: open[0]?.name ?? '', subject: '' },
    schema: linkUserSchema,
    toInput: (values) => ({ ...values, username }),
    action: linkUserIdentity,
    onSuccess: () => {
      toast({ tone: 'success', title: t('done', { name: username }) })
      onClose()
    },
  })
  const provider = form.field('provider')
  return (
    <FormDialog
      open
      size="form"
      onClose={onClose}
      form={form}
      title={t('title')}
      subtitle={username}
      submitLabel={t('submit')}
      blocked={open.length === 0}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
      {identities.length === 0 ? <p className="text-sm text-fg-2">{t('none')}</p> : null}
      {identities.map((identity) => (
        <LinkedAccount key={identity.provider} username={username} identity={identity} onUnlinked={onClose} />
      ))}
      {open.length === 0 ? null : (
        <>
          <Field label={t('provider')} required error={provider.error}>
            {(control) => (
              <Select
                {...control}
                value={provider.value}
                options={open.map(({ name, displayName }) => ({ value: name, label: displayName }))}
                onValue={provider.onValue}
              />
            )}
          </Field>
          <TextField label={t('subject')} required mono maxLength={255} field={form.field('subject')} />
        </>
      )}
    </FormDialog>
  )
}

type LinkedProps = { username: string; identity: UserSummary['identities'][number]; onUnlinked: () => void }

function LinkedAccount({ username, identity: { provider, displayName, subject }, onUnlinked }: LinkedProps) {
  const t = useTranslations('singleSignOn')
  const { run, pending, error } = useAction(unlinkUserIdentity, () => {
    toast({ tone: 'success', title: t('user.unlinked', { name: username }) })
    onUnlinked()
  })
  return (
    <div className="grid gap-2 rounded-sm border border-line px-3 py-2">
      <div className="flex items-center gap-3">
        <div className="min-w-0 flex-1">
          <p className="truncate text-sm font-medium">{displayName}</p>
          <p className="font-mono text-xs text-fg-2 anywhere">{subject}</p>
        </div>
        <Button
          size="sm"
          icon={Unlink}
          busy={pending}
          onClick={() => void run({ username, provider })}
          aria-label={t('own.unlinkOne', { name: displayName })}
        >
          {t('own.unlink')}
        </Button>
      </div>
      <FailureNotice failure={error} />
    </div>
  )
}
