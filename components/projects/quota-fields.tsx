'use client'
import { useTranslations } from 'use-intl/react'
import { TextField } from '#components/patterns/form-fields.tsx'
import type { FormField } from '#components/patterns/use-form.ts'
import type { ProjectQuota } from '#lib/features/projects/types.ts'

/** A quota while it is typed: an empty text is no limit. */
export type QuotaValues = { cpu: string; memory: string; pods: string }
export const NO_QUOTA: QuotaValues = { cpu: '', memory: '', pods: '' }

export const toQuotaValues = ({ cpu, memory, pods }: ProjectQuota): QuotaValues => ({
  cpu: cpu ?? '',
  memory: memory ?? '',
  pods: pods === null ? '' : String(pods),
})

const orNull = (text: string): string | null => (text.trim() === '' ? null : text.trim())

/** What is sent; a number of pods that is none is refused by the schema. */
export const fromQuotaValues = ({ cpu, memory, pods }: QuotaValues): ProjectQuota => ({
  cpu: orNull(cpu),
  memory: orNull(memory),
  pods: orNull(pods) === null ? null : Number(pods),
})

type Props = { field: (name: keyof QuotaValues) => FormField<string>; used?: Record<keyof QuotaValues, string | null> }

/** Limits of CPU, memory and pods side by side, each with what is used of it. */
export function QuotaFields({ field, used }: Props) {
  const t = useTranslations('tenancy.quota')
  return (
    <div className="grid gap-4 sm:grid-cols-3">
      {(['cpu', 'memory', 'pods'] as const).map((name) => (
        <TextField
          key={name}
          label={t(name)}
          optional
          mono
          placeholder={t('none')}
          hint={used?.[name] ? t('used', { used: used[name] }) : t(`${name}Hint`)}
          field={field(name)}
        />
      ))}
    </div>
  )
}
