'use client'
import { KeyRound, Trash2 } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { CopyButton } from '#components/ui/copy-button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { removeWebhook, renewWebhook } from '#lib/features/webhooks/actions.ts'
import type { NewSecret, RepositoryWebhook } from '#lib/features/webhooks/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'

/** The only sight of a secret, with what to do with it. */
export function SecretDialog({ made, onClose }: { made: NewSecret; onClose: () => void }) {
  const t = useTranslations('repositories.webhook')
  const common = useTranslations('common.actions')
  return (
    <Dialog
      open
      size="decision"
      firstFocus="dialog"
      onClose={onClose}
      title={t('secret.title')}
      footer={
        <Button tone="primary" onClick={onClose}>
          {common('close')}
        </Button>
      }
    >
      <div className="grid gap-4">
        <Banner tone="warn" title={t('secret.once')}>
          {t('secret.onceText')}
        </Banner>
        <Shown label={t('url')} text={made.url} />
        <Shown label={t('secret.label')} text={made.secret} />
        <SetupHelp />
      </div>
    </Dialog>
  )
}

function Shown({ label, text }: { label: string; text: string }) {
  return (
    <Field label={label}>
      {(control) => (
        <div className="flex items-center gap-2">
          <Input {...control} mono readOnly value={text} onFocus={(event) => event.target.select()} />
          <CopyButton text={text} what={label} />
        </div>
      )}
    </Field>
  )
}

const HOSTS = ['github', 'gitlab', 'gitea', 'bitbucket'] as const

/** Where address and secret go, for each kind of Git host. */
export function SetupHelp() {
  const t = useTranslations('repositories.webhook.setup')
  return (
    <dl className="grid gap-x-4 gap-y-2 text-sm nav:grid-cols-[auto_minmax(0,1fr)]">
      {HOSTS.map((host) => (
        <div key={host} className="grid gap-x-4 nav:col-span-2 nav:grid-cols-subgrid">
          <dt className="font-medium">{t(`hosts.${host}`)}</dt>
          <dd className="text-fg-2">{t(`steps.${host}`)}</dd>
        </div>
      ))}
    </dl>
  )
}

type Props = { place: DevopsPlace; repository: string; webhook: RepositoryWebhook; onClose: () => void }

/** Makes another secret at the same address. */
export function RenewWebhookDialog(props: Props & { onSecret: (made: NewSecret) => void }) {
  const { place, repository, webhook, onClose, onSecret } = props
  const t = useTranslations('repositories.webhook.renew')
  const { run, pending, error } = useAction(renewWebhook, (made) => {
    onClose()
    onSecret(made)
  })
  return (
    <ConfirmDialog
      title={t('title')}
      subtitle={repository}
      submitLabel={t('submit')}
      submitIcon={KeyRound}
      pending={pending}
      failure={error}
      onClose={onClose}
      onConfirm={() => void run({ ...place, name: repository, version: webhook.version })}
    >
      <p>{t('text')}</p>
    </ConfirmDialog>
  )
}

/** Makes the address unknown. */
export function RemoveWebhookDialog({ place, repository, webhook, onClose }: Props) {
  const t = useTranslations('repositories.webhook.remove')
  const { run, pending, error } = useAction(removeWebhook, () => {
    toast({ tone: 'success', title: t('done', { name: repository }) })
    onClose()
  })
  return (
    <ConfirmDialog
      title={t('title')}
      subtitle={repository}
      submitLabel={t('submit')}
      submitIcon={Trash2}
      tone="danger"
      pending={pending}
      failure={error}
      onClose={onClose}
      onConfirm={() => void run({ ...place, name: repository, version: webhook.version })}
    >
      <p>{t('text')}</p>
    </ConfirmDialog>
  )
}
