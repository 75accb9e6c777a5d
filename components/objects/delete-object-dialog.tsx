'use client'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import { ManagedNotice } from './managed-notice.tsx'
import type { ActProps } from './act-props.ts'
import { useDelete } from './use-object-acts.ts'
import { useSubtitle } from './use-subtitle.ts'

const PROPAGATIONS = ['background', 'foreground', 'orphan'] as const
type Propagation = (typeof PROPAGATIONS)[number]

const isPropagation = (text: string): text is Propagation => (PROPAGATIONS as readonly string[]).includes(text)

/** Says what goes with the object and whether it comes back, and deletes it once its name was typed. */
export function DeleteObjectDialog({ access, detail, onClose, onDeleted }: ActProps & { onDeleted: () => void }) {
  const t = useTranslations('objects.deletion')
  const { run, pending, error } = useDelete(access, detail)
  const [propagation, setPropagation] = useState<Propagation>('background')
  const { kind, name } = detail.id
  const confirm = async (confirmation: string) => {
    const result = await run({ propagation, confirmation })
    if (!result.ok) return
    toast({ tone: 'success', title: t('done', { name: `${kind} ${name}` }) })
    onClose()
    onDeleted()
  }
  return (
    <ConfirmDelete
      open
      title={t('title', { kind })}
      subtitle={useSubtitle(detail.id)}
      name={name}
      submitLabel={t('submit', { kind })}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void confirm(confirmation)}
      onClose={onClose}
    >
      <ManagedNotice workspace={access.workspace} manager={detail.managedBy} act="delete" />
      <Field label={t('propagation')} hint={t(`hints.${propagation}`)}>
        {(control) => (
          <Select
            {...control}
            className="w-72"
            value={propagation}
            onValue={(value) => isPropagation(value) && setPropagation(value)}
            options={PROPAGATIONS.map((value) => ({ value, label: t(`choices.${value}`) }))}
          />
        )}
      </Field>
    </ConfirmDelete>
  )
}
