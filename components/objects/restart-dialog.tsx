'use client'
import { RotateCw } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import type { ActProps } from './act-props.ts'
import { useRestart } from './use-object-acts.ts'
import { useSubtitle } from './use-subtitle.ts'

/** Says how pods are replaced, and replaces them. */
export function RestartDialog({ access, detail, onClose }: ActProps) {
  const t = useTranslations('objects.restart')
  const { run, pending, error } = useRestart(access, detail)
  const { kind, name } = detail.id
  const confirm = async () => {
    const result = await run()
    if (!result.ok) return
    toast({ tone: 'success', title: t('done', { name: `${kind} ${name}` }) })
    onClose()
  }
  return (
    <ConfirmDialog
      title={t('title')}
      subtitle={useSubtitle(detail.id)}
      submitLabel={t('submit')}
      submitIcon={RotateCw}
      pending={pending}
      failure={error}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      <p>{t('text')}</p>
      {detail.managedBy === null ? null : <p className="text-fg-2">{t('managed')}</p>}
    </ConfirmDialog>
  )
}
