'use client'
import { Pause } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { pauseDeployment } from '#lib/features/deployments/actions.ts'
import { pauseDeploymentSchema } from '#lib/features/deployments/schema.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import type { DevopsPlace } from '../urls.ts'

type Props = { place: DevopsPlace; detail: DeploymentDetail; onClose: () => void }

/** The moment that a `datetime-local` control says, in the browser's zone; what it cannot say stays as it is. */
function momentOf(local: string): string {
  const ms = Date.parse(local)
  return Number.isNaN(ms) ? local : new Date(ms).toISOString()
}

/** Holds automatic synchronisation back: why, and until when. */
export function PauseDialog({ place, detail, onClose }: Props) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace } = detail
  const form = useForm({
    initial: { reason: '', until: '' },
    schema: pauseDeploymentSchema,
    toInput: ({ reason, until }) => ({ ...place, name, reason, ...(until === '' ? {} : { until: momentOf(until) }) }),
    action: pauseDeployment,
    onSuccess: () => {
      toast({ tone: 'info', title: t('toasts.paused', { name }) })
      onClose()
    },
  })
  const until = form.field('until')
  return (
    <FormDialog
      open
      onClose={onClose}
      form={form}
      title={t('dialogs.pause')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      submitLabel={t('acts.pause')}
      submitIcon={Pause}
      footnote={t('pause.footnote')}
    >
      <p className="text-sm text-fg-2">{t('pause.text')}</p>
      <TextField
        label={t('pause.reason')}
        hint={t('pause.reasonHint')}
        required
        maxLength={200}
        field={form.field('reason')}
      />
      <Field label={t('pause.until')} hint={t('pause.untilHint')} error={until.error} optional>
        {(control) => (
          <Input
            {...control}
            type="datetime-local"
            className="tnum w-60"
            value={until.value}
            onChange={(event) => until.onValue(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
