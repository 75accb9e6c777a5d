'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { editDeploymentInfo } from '#lib/features/deployments/actions.ts'
import { editDeploymentInfoSchema } from '#lib/features/deployments/schema.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import type { DevopsPlace } from '../urls.ts'

type Props = { place: DevopsPlace; detail: DeploymentDetail; onClose: () => void }

/** Alias and description. What somebody else saved meanwhile is shown before it can be written over. */
export function InfoDialog({ place, detail, onClose }: Props) {
  const t = useTranslations('deployments')
  const [known, setKnown] = useState({ alias: detail.alias, description: detail.description, version: detail.version })
  const form = useForm({
    initial: { alias: detail.alias, description: detail.description },
    schema: editDeploymentInfoSchema,
    toInput: (values) => ({ ...place, ...values, name: detail.name, version: known.version }),
    action: editDeploymentInfo,
    onSuccess: () => {
      toast({ tone: 'success', title: t('toasts.infoSaved', { name: detail.name }) })
      onClose()
    },
  })
  const isNewer = detail.version !== known.version
  return (
    <FormDialog
      open
      onClose={onClose}
      form={form}
      title={t('dialogs.info')}
      subtitle={detail.name}
      blocked={isNewer}
      footnote={isNewer ? t('info.newerNote') : undefined}
    >
      {isNewer ? (
        <NewerInfo
          detail={detail}
          onSeen={() => setKnown({ alias: detail.alias, description: detail.description, version: detail.version })}
        />
      ) : null}
      <TextField
        label={t('fields.name')}
        mono
        disabled
        hint={t('info.nameHint')}
        field={{ value: detail.name, onValue: () => undefined, error: undefined }}
      />
      <TextField label={t('fields.alias')} optional maxLength={63} field={form.field('alias')} autoFocus />
      <TextareaField label={t('fields.description')} optional maxLength={256} field={form.field('description')} />
    </FormDialog>
  )
}

function NewerInfo({ detail, onSeen }: { detail: DeploymentDetail; onSeen: () => void }) {
  const t = useTranslations('deployments.info')
  const none = useTranslations('common')('none')
  return (
    <Banner
      tone="warn"
      title={t('newer')}
      actions={
        <button type="button" onClick={onSeen} className="text-xs font-medium text-accent underline">
          {t('keepMine')}
        </button>
      }
    >
      {t('newerValues', { alias: detail.alias || none, description: detail.description || none })}
    </Banner>
  )
}
