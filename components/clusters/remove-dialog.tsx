'use client'
import { useTranslations } from 'use-intl/react'
import { DeleteByName } from '#components/patterns/delete-by-name.tsx'
import { InUseDialog } from '#components/patterns/in-use-dialog.tsx'
import { removeCluster } from '#lib/features/clusters/actions.ts'
import type { PlatformCluster } from '#lib/features/clusters/types.ts'
import { ClusterUses } from './uses-list.tsx'

type Props = { cluster: PlatformCluster; onClose: () => void; onRemoved: () => void; onRemoving: (is: boolean) => void }

/** Forgets a cluster; one that projects or deployments use is refused before anything is typed. */
export function RemoveDialog({ cluster, onClose, onRemoved, onRemoving }: Props) {
  const t = useTranslations('clusters.remove')
  const { name, server, projectCount, deploymentCount } = cluster
  if (projectCount + deploymentCount > 0) {
    return (
      <InUseDialog
        onClose={onClose}
        title={t('title')}
        subtitle={name}
        reason={t('inUse', { projects: projectCount, deployments: deploymentCount })}
        advice={t('inUseText')}
      >
        <div className="rounded-md border border-line">
          <ClusterUses name={name} />
        </div>
      </InUseDialog>
    )
  }
  return (
    <DeleteByName
      action={removeCluster}
      input={{ name }}
      onClose={onClose}
      onDeleting={onRemoving}
      onDeleted={onRemoved}
      title={t('title')}
      subtitle={server}
      name={name}
      submitLabel={t('submit')}
      done={t('done', { name })}
    >
      <p className="text-sm text-fg-2">{t('text')}</p>
    </DeleteByName>
  )
}
