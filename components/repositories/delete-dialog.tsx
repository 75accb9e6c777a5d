'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { deleteRepository } from '#lib/features/repositories/actions.ts'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import type { DevopsPlace } from '../deployments/urls.ts'
import { RepositoryUsers } from './users-panel.tsx'

type Props = {
  place: DevopsPlace
  repository: RepositorySummary
  onClose: () => void
  /** The deletion is under way (and true for good once it is gone), or was refused: a page of the repository reads nothing meanwhile. */
  onDeleting?: (isDeleting: boolean) => void
  /** After it is gone, besides closing. */
  onDeleted?: () => void
}

/** Forgets a repository; one that deployments use is refused before anything is typed. */
export function DeleteRepositoryDialog(props: Props) {
  return props.repository.deploymentCount > 0 ? <InUse {...props} /> : <Confirm {...props} />
}

function Confirm({ place, repository, onClose, onDeleting, onDeleted }: Props) {
  const t = useTranslations('repositories.delete')
  const { name, url } = repository
  const { run, pending, error } = useAction(deleteRepository, () => {
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
      subtitle={url}
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

function InUse({ place, repository, onClose }: Props) {
  const t = useTranslations('repositories.delete')
  const common = useTranslations('common.actions')
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      subtitle={repository.name}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <div className="grid gap-3">
        <Banner tone="blocked" title={t('inUse', { count: repository.deploymentCount })}>
          {t('inUseText')}
        </Banner>
        <div className="rounded-md border border-line">
          <RepositoryUsers place={place} repository={repository.name} />
        </div>
      </div>
    </Dialog>
  )
}
