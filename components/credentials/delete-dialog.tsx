'use client'
import { useTranslations } from 'use-intl/react'
import { DeleteByName } from '#components/patterns/delete-by-name.tsx'
import { InUseDialog } from '#components/patterns/in-use-dialog.tsx'
import { deleteCredential } from '#lib/features/credentials/actions.ts'
import type { CredentialDetail } from '#lib/features/credentials/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { CredentialUsers } from './users.tsx'

type Props = {
  place: DevopsPlace
  credential: CredentialDetail
  onClose: () => void
  onDeleting?: (isDeleting: boolean) => void
  onDeleted?: () => void
}

/** Forgets a credential; one that repositories use is refused before anything is typed. */
export function DeleteCredentialDialog({ place, credential, onClose, onDeleting, onDeleted }: Props) {
  const t = useTranslations('credentials.delete')
  const { name, boundTo, repositoryCount, users } = credential
  if (repositoryCount > 0) {
    return (
      <InUseDialog
        onClose={onClose}
        title={t('title')}
        subtitle={name}
        reason={t('inUse', { count: repositoryCount })}
        advice={t('inUseText')}
      >
        <div className="rounded-md border border-line">
          <CredentialUsers place={place} users={users} total={repositoryCount} />
        </div>
      </InUseDialog>
    )
  }
  return (
    <DeleteByName
      action={deleteCredential}
      input={{ ...place, name }}
      onClose={onClose}
      onDeleting={onDeleting}
      onDeleted={onDeleted}
      title={t('title')}
      subtitle={boundTo}
      name={name}
      submitLabel={t('submit')}
      done={t('done', { name })}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
    </DeleteByName>
  )
}
