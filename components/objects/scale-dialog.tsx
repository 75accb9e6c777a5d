'use client'
import { Scaling } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { Field } from '#components/ui/field.tsx'
import { Input } from '#components/ui/input.tsx'
import { MAX_REPLICAS, replicasSchema } from '#lib/features/objects/schema.ts'
import { ManagedNotice } from './managed-notice.tsx'
import type { ActProps } from './act-props.ts'
import { useScaling } from './use-object-acts.ts'
import { useSubtitle } from './use-subtitle.ts'

/** How many pods there are to be. */
export function ScaleDialog({ access, detail, onClose }: ActProps) {
  const t = useTranslations('objects.scale')
  const [from] = useState(detail.replicas ?? 0)
  const { kind, name } = detail.id
  const scale = useScaling(access, detail, from)
  const form = useForm({
    initial: { replicas: String(from) },
    schema: replicasSchema,
    toInput: ({ replicas }) => ({ replicas: replicas.trim() === '' ? Number.NaN : Number(replicas) }),
    action: scale,
    onSuccess: () => {
      toast({ tone: 'success', title: t('done', { name: `${kind} ${name}`, from, to: form.values.replicas }) })
      onClose()
    },
  })
  const field = form.field('replicas')
  return (
    <FormDialog
      open
      form={form}
      onClose={onClose}
      title={t('title')}
      subtitle={useSubtitle(detail.id)}
      submitLabel={t('submit')}
      submitIcon={Scaling}
      blocked={!form.dirty}
      footnote={t('now', { count: from })}
    >
      <ManagedNotice workspace={access.workspace} manager={detail.managedBy} act="scale" />
      <Field label={t('replicas')} hint={t('hint', { most: MAX_REPLICAS })} error={field.error} required>
        {(control) => (
          <Input
            {...control}
            inputMode="numeric"
            autoComplete="off"
            className="tnum w-32"
            value={field.value}
            onChange={(event) => field.onValue(event.target.value)}
          />
        )}
      </Field>
    </FormDialog>
  )
}
