'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { setRetention } from '#lib/features/audit/actions.ts'
import { retentionSchema } from '#lib/features/audit/schema.ts'
import type { AuditFacets } from '#lib/features/audit/types.ts'

const toNumber = (text: string): number => (text.trim() === '' ? Number.NaN : Number(text))

/** How long audit lines and finished runs are kept. */
export function RetentionDialog({ retention, onClose }: { retention: AuditFacets['retention']; onClose: () => void }) {
  const t = useTranslations('audit.retention')
  const form = useForm({
    initial: { auditDays: String(retention.auditDays), keptRuns: String(retention.keptRuns) },
    schema: retentionSchema,
    toInput: ({ auditDays, keptRuns }) => ({
      auditDays: toNumber(auditDays),
      keptRuns: toNumber(keptRuns),
      version: retention.version,
    }),
    action: setRetention,
    onSuccess: () => {
      toast({ tone: 'success', title: t('done') })
      onClose()
    },
  })
  return (
    <FormDialog open onClose={onClose} form={form} title={t('title')} footnote={t('note')}>
      <TextField label={t('auditDays')} hint={t('auditDaysHint')} required field={form.field('auditDays')} autoFocus />
      <TextField label={t('keptRuns')} hint={t('keptRunsHint')} required field={form.field('keptRuns')} />
    </FormDialog>
  )
}
