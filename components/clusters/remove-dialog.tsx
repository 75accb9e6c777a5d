'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { removeCluster } from '#lib/features/clusters/actions.ts'
import type { PlatformCluster } from '#lib/features/clusters/types.ts'
import { ClusterUses } from './uses-list.tsx'

type Props = { cluster: PlatformCluster; onClose: () => void; onRemoved: () => void; onRemoving: (is: boolean) => void }

/** Forgets a cluster; one that projects or deployments use is refused before anything is typed. */
export function RemoveDialog(props: Props) {
  const { projectCount, deploymentCount } = props.cluster
  return projectCount + deploymentCount > 0 ? <InUse {...props} /> : <Confirm {...props} />
}

function Confirm({ cluster, onClose, onRemoved, onRemoving }: Props) {
  const t = useTranslations('clusters.remove')
  const { name, server } = cluster
  const { run, pending, error } = useAction(removeCluster, () => {
    toast({ tone: 'success', title: t('done', { name }) })
    onClose()
    onRemoved()
  })
  const remove = async (confirmation: string) => {
    onRemoving(true)
    if (!(await run({ name, confirmation })).ok) onRemoving(false)
  }
  return (
    <ConfirmDelete
      open
      size="form"
      onClose={onClose}
      title={t('title')}
      subtitle={server}
      name={name}
      submitLabel={t('submit')}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void remove(confirmation)}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
    </ConfirmDelete>
  )
}

function InUse({ cluster, onClose }: Props) {
  const t = useTranslations('clusters.remove')
  const common = useTranslations('common.actions')
  const { name, projectCount, deploymentCount } = cluster
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('title')}
      subtitle={name}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <div className="grid gap-3">
        <Banner tone="blocked" title={t('inUse', { projects: projectCount, deployments: deploymentCount })}>
          {t('inUseText')}
        </Banner>
        <div className="rounded-md border border-line">
          <ClusterUses name={name} />
        </div>
      </div>
    </Dialog>
  )
}
