'use client'
import { useTranslations } from 'use-intl/react'
import { DeleteByName } from '#components/patterns/delete-by-name.tsx'
import { InUseDialog } from '#components/patterns/in-use-dialog.tsx'
import { deleteRepository } from '#lib/features/repositories/actions.ts'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { RepositoryUsers } from './users-panel.tsx'

type Props = {
  place: DevopsPlace
  repository: RepositorySummary
  onClose: () => void
  onDeleting?: (isDeleting: boolean) => void
  onDeleted?: () => void
}

/** Forgets a repository; one that deployments use is refused before anything is typed. */
export function DeleteRepositoryDialog({ place, repository, onClose, onDeleting, onDeleted }: Props) {
  const t = useTranslations('repositories.delete')
  const { name, url, deploymentCount } = repository
  if (deploymentCount > 0) {
    return (
      <InUseDialog
        onClose={onClose}
        title={t('title')}
        subtitle={name}
        reason={t('inUse', { count: deploymentCount })}
        advice={t('inUseText')}
      >
        <div className="rounded-md border border-line">
          <RepositoryUsers place={place} repository={name} />
        </div>
      </InUseDialog>
    )
  }
  return (
    <DeleteByName
      action={deleteRepository}
      input={{ ...place, name }}
      onClose={onClose}
      onDeleting={onDeleting}
      onDeleted={onDeleted}
      title={t('title')}
      subtitle={url}
      name={name}
      submitLabel={t('submit')}
      done={t('done', { name })}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
    </DeleteByName>
  )
}
