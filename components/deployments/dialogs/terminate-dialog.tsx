'use client'
import { CircleStop } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { terminateSync } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import type { DevopsPlace } from '../urls.ts'

type Props = { place: DevopsPlace; detail: DeploymentDetail; onClose: () => void }

/** Ends the synchronisation that runs; says what stays. */
export function TerminateDialog({ place, detail, onClose }: Props) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace, activeRun } = detail
  const { run, pending, error } = useAction(terminateSync, ({ number }) => {
    toast({ tone: 'info', title: t('toasts.terminating', { name, number }) })
    onClose()
  })
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('dialogs.terminate')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={activeRun === null ? t('terminate.over') : undefined}
      submitLabel={t('run.terminate')}
      submitIcon={CircleStop}
      tone="danger"
      pending={pending}
      failure={error}
      blocked={activeRun === null}
      onConfirm={() => void run({ ...place, name })}
    >
      <ul className="grid list-disc gap-1 pl-5">
        <li>{t('terminate.stays')}</li>
        <li>{t('terminate.hooks')}</li>
        <li>{t('terminate.again')}</li>
      </ul>
    </ConfirmDialog>
  )
}
