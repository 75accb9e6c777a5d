'use client'
import { useTranslations } from 'use-intl/react'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { cn } from '#components/ui/cn.ts'
import { Disclosure } from '#components/ui/disclosure.tsx'
import type { FieldsProps } from './fields.ts'
import { FormSection } from './form-section.tsx'
import { EMPTY_SPEC, type SpecDraft } from './spec-draft.ts'
import { TextField } from './text-field.tsx'

const RETRY = ['retryLimit', 'retryBackoff', 'retryFactor', 'retryMax'] as const
const TIMEOUTS = ['operationSeconds', 'hookSeconds', 'healthSeconds'] as const
const OPTIONS = ['force', 'respectIgnoreDifferences', 'skipDryRunOnMissingResource'] as const

/** What few need to change; folded, so that nobody has to read it. */
export function AdvancedSection(fields: FieldsProps) {
  const t = useTranslations('deployments.create.advanced')
  const { draft, set, error } = fields
  const all: readonly (keyof SpecDraft)[] = [...RETRY, ...TIMEOUTS, ...OPTIONS, 'allowEmpty']
  const count = all.filter((field) => draft[field] !== EMPTY_SPEC[field]).length
  const rules = draft.kept.ignoreDifferences.length
  return (
    <FormSection title={t('title')}>
      <Disclosure
        title={t('open')}
        summary={count === 0 ? t('untouched') : t('touched', { count })}
        forced={[...RETRY, ...TIMEOUTS].some((field) => error(field) !== undefined)}
      >
        <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
          {OPTIONS.map((option) => (
            <OptionCheckbox
              key={option}
              title={t(`options.${option}.title`)}
              description={t(`options.${option}.text`)}
              risk={option === 'respectIgnoreDifferences' ? undefined : t(`risks.${option}`)}
              checked={draft[option]}
              onChecked={(checked) => set({ [option]: checked })}
            />
          ))}
          {draft.automatic && draft.prune ? (
            <OptionCheckbox
              title={t('allowEmpty.title')}
              description={t('allowEmpty.text')}
              risk={t('allowEmpty.risk')}
              checked={draft.allowEmpty}
              onChecked={(allowEmpty) => set({ allowEmpty })}
            />
          ) : null}
        </div>
        <Numbers legend={t('retry')} names={RETRY} className="sm:grid-cols-4" {...fields} />
        <Numbers legend={t('timeouts')} names={TIMEOUTS} className="sm:grid-cols-3" {...fields} />
        {rules === 0 ? null : <p className="text-xs text-fg-2">{t('rulesKept', { count: rules })}</p>}
      </Disclosure>
    </FormSection>
  )
}

type NumbersProps = FieldsProps & {
  legend: string
  names: readonly ((typeof RETRY)[number] | (typeof TIMEOUTS)[number])[]
  className: string
}

/** Numbers that belong together, in one row. */
function Numbers({ legend, names, className, ...fields }: NumbersProps) {
  const t = useTranslations('deployments.create.advanced.fields')
  return (
    <fieldset className="min-w-0">
      <legend className="mb-2 text-sm font-semibold">{legend}</legend>
      <div className={cn('grid gap-4', className)}>
        {names.map((field) => (
          <TextField
            key={field}
            {...fields}
            field={field}
            label={t(`${field}.label`)}
            hint={t(`${field}.hint`)}
            numeric
          />
        ))}
      </div>
    </fieldset>
  )
}
