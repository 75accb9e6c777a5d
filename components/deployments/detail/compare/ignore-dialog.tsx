'use client'
import { Ban } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { ignoreDifference } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail, ManagedObject } from '#lib/features/deployments/types.ts'
import type { ComparedField } from '#lib/features/objects/types.ts'
import type { DevopsPlace } from '../../urls.ts'

export type Ignoring = { object: ManagedObject; fields: readonly ComparedField[] }

type Props = { place: DevopsPlace; detail: DeploymentDetail; ignoring: Ignoring; onClose: () => void }

/** Shows the rule before it is written, and what it means. */
export function IgnoreDialog({ place, detail, ignoring, onClose }: Props) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace, version, spec } = detail
  const { object, fields } = ignoring
  const label = `${object.kind} ${object.name}`
  const { run, pending, error } = useAction(ignoreDifference, () => {
    toast({ tone: 'success', title: t('toasts.ignoring', { name: label }) })
    onClose()
  })
  const pointers = fields.map(({ pointer }) => pointer)
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('dialogs.ignore')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      submitLabel={t('compare.ignoreSubmit', { count: fields.length })}
      submitIcon={Ban}
      pending={pending}
      failure={error}
      onConfirm={() => void run({ ...place, name, key: object.key, pointers, version })}
    >
      <p>{t('compare.ignoreText')}</p>
      <dl className="grid gap-1 rounded-sm border border-line bg-sunken p-3">
        <dt className="text-xs text-fg-3">{t('compare.ignoreRule')}</dt>
        <dd className="font-mono text-xs">{label}</dd>
        {pointers.map((pointer) => (
          <dd key={pointer} className="font-mono text-xs text-fg-2 anywhere">
            {pointer}
          </dd>
        ))}
      </dl>
      <ul className="grid list-disc gap-1 pl-5 text-fg-2">
        <li>{t(spec.syncPolicy.respectIgnoreDifferences ? 'compare.ignoreKept' : 'compare.ignoreApplied')}</li>
        <li>{t('compare.ignoreUndo')}</li>
      </ul>
    </ConfirmDialog>
  )
}
