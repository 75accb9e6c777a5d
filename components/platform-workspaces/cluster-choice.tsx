'use client'
import { useTranslations } from 'use-intl/react'
import type { FormField } from '#components/patterns/use-form.ts'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import type { WorkspaceChoices } from '#lib/features/workspaces/types.ts'

type Props = { field: FormField<string[]>; clusters: WorkspaceChoices['clusters'] | undefined }

/** The clusters that a workspace may use. */
export function ClusterChoice({ field: { value, onValue, error }, clusters }: Props) {
  const t = useTranslations('workspaces')
  return (
    <fieldset className="min-w-0">
      <legend className="mb-1 text-sm font-medium">{t('fields.clusters')}</legend>
      <div className="grid max-h-52 gap-2.5 overflow-y-auto rounded-md border border-line p-3">
        {clusters?.map(({ name, alias }) => (
          <OptionCheckbox
            key={name}
            title={name}
            {...(alias === '' ? {} : { description: alias })}
            checked={value.includes(name)}
            onChecked={(checked) => onValue(checked ? [...value, name] : value.filter((other) => other !== name))}
          />
        ))}
        {clusters?.length === 0 ? <p className="text-xs text-fg-3">{t('noClusters')}</p> : null}
      </div>
      <p className={error === undefined ? 'mt-1 text-xs text-fg-3' : 'mt-1 text-xs text-bad'}>
        {error ?? t('hints.clusters')}
      </p>
    </fieldset>
  )
}
