'use client'
import { ArrowRightLeft } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { useAction } from '#components/patterns/use-action.ts'
import { syncDeployment } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail, ManagedObject } from '#lib/features/deployments/types.ts'
import type { DevopsPlace } from '../urls.ts'
import type { WatchedRun } from './run-watcher.tsx'
import { useStarted } from './use-started.ts'

type Props = {
  place: DevopsPlace
  detail: DeploymentDetail
  object: ManagedObject
  onClose: () => void
  onStarted: (run: WatchedRun) => void
}

/** Makes an object of another deployment this one's: names the other one, and what becomes of it there. */
export function TakeOverDialog({ place, detail, object, onClose, onStarted }: Props) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace, activeRun } = detail
  const started = useStarted(place, onStarted)
  const { run, pending, error } = useAction(syncDeployment, ({ number }) => {
    started({ name, number })
    onClose()
  })
  const owner = String(object.syncWhy?.params['owner'] ?? '')
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('dialogs.takeOver')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={activeRun === null ? undefined : t('sync.busy', { number: activeRun.number })}
      submitLabel={t('takeOver.submit')}
      submitIcon={ArrowRightLeft}
      pending={pending}
      failure={error}
      blocked={activeRun !== null}
      onConfirm={() => void run({ ...place, name, options: { takeOver: [object.key] } })}
    >
      <p>
        {t('takeOver.object')} <span className="font-medium">{object.kind}</span>{' '}
        <code className="text-xs font-medium anywhere">{object.name}</code>
        <br />
        {t('takeOver.owner')} <span className="font-medium">{owner === '' ? t('takeOver.unknownOwner') : owner}</span>
      </p>
      <ul className="grid list-disc gap-1 pl-5">
        <li>{t('takeOver.applies')}</li>
        <li>{t('takeOver.loses')}</li>
        <li>{t('takeOver.remove')}</li>
      </ul>
    </ConfirmDialog>
  )
}
