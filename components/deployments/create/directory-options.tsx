'use client'
import { useTranslations } from 'use-intl/react'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import type { FieldsProps } from './fields.ts'
import { TextField } from './text-field.tsx'

/** Which plain manifests of the folder are meant. */
export function DirectoryOptions(fields: FieldsProps) {
  const t = useTranslations('deployments.create.directory')
  const { draft, set } = fields
  return (
    <>
      <OptionCheckbox
        title={t('recurse')}
        description={t('recurseText')}
        checked={draft.recurse}
        onChecked={(recurse) => set({ recurse })}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField {...fields} field="include" label={t('include')} hint={t('includeHint')} placeholder="*.yaml" />
        <TextField
          {...fields}
          field="exclude"
          label={t('exclude')}
          hint={t('excludeHint')}
          placeholder="{test-*,*.json}"
        />
      </div>
    </>
  )
}
