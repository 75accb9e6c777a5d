'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { deleteCredential } from '#lib/features/credentials/actions.ts'
import type { CredentialDetail } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { CredentialUsers } from './users.tsx'

type Props = {
  place: DevopsPlace
  credential: CredentialDetail
  onClose: () => void
  /** As for code repositories: whoever reads the credential reads nothing meanwhile. */
  onDeleting?: (isDeleting: boolean) => void
  onDeleted?: () => void
}

/** Forgets a credential; one that repositories use is refused before anything is typed. */
export function DeleteCredentialDialog(props: Props) {
  return props.credential.repositoryCount > 0 ? <InUse {...props} /> : <Confirm {...props} />
}

function Confirm({ place, credential, onClose, onDeleting, onDeleted }: Props) {
  const t = useTranslations('credentials.delete')
  const { name, boundTo } = credential
  const { run, pending, error } = useAction(deleteCredential, () => {
    toast({ tone: 'success', title: t('done', { name }) })
    onClose()
    onDeleted?.()
  })
  const forget = async (confirmation: string) => {
    onDeleting?.(true)
    if (!(await run({ ...place, name, confirmation })).ok) onDeleting?.(false)
  }
  return (
    <ConfirmDelete
      open
      size="form"
      onClose={onClose}
      title={t('title')}
      subtitle={boundTo}
      name={name}
      submitLabel={t('submit')}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void forget(confirmation)}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
    </ConfirmDelete>
  )
}

function InUse({ place, credential, onClose }: Props) {
  const t = useTranslations('credentials.delete')
  const common = useTranslations('common.actions')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      subtitle={credential.name}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <div className="grid gap-3">
        <Banner tone="blocked" title={t('inUse', { count: credential.repositoryCount })}>
          {t('inUseText')}
        </Banner>
        <div className="rounded-md border border-line">
          <CredentialUsers place={place} users={credential.users} total={credential.repositoryCount} />
        </div>
      </div>
    </Dialog>
  )
}
