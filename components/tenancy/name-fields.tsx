'use client'
import { useTranslations } from 'use-intl/react'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import type { FormField } from '#components/patterns/use-form.ts'

type Fields = Record<'alias' | 'description', FormField<string>>

/** Alias and description, which may be changed at any time. */
export function AliasFields({ alias, description }: Fields) {
  const t = useTranslations('tenancy.fields')
  return (
    <>
      <TextField label={t('alias')} optional maxLength={63} hint={t('aliasHint')} field={alias} />
      <TextareaField label={t('description')} optional rows={2} maxLength={256} field={description} />
    </>
  )
}

/** What something new is called; the name stays. */
export function NameFields({ name, ...rest }: Fields & { name: FormField<string> }) {
  const t = useTranslations('tenancy.fields')
  return (
    <>
      <TextField label={t('name')} required mono autoFocus maxLength={63} hint={t('nameHint')} field={name} />
      <AliasFields {...rest} />
    </>
  )
}
