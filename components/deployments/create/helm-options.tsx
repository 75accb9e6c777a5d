'use client'
import { Plus } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Button } from '#components/ui/button.tsx'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Field } from '#components/ui/field.tsx'
import { Textarea } from '#components/ui/textarea.tsx'
import type { TreeEntry } from '#lib/features/repositories/types.ts'
import type { FieldsProps } from './fields.ts'
import { RowsField } from './rows-field.tsx'
import { TextField } from './text-field.tsx'

type Props = FieldsProps & { entries: readonly TreeEntry[] }

/** Files of the chart that can hold values; its own `values.yaml` is read anyhow. */
const isValueFile = ({ type, name }: TreeEntry): boolean =>
  type === 'file' && /\.ya?ml$/.test(name) && !['Chart.yaml', 'values.yaml'].includes(name)

const MOST_SUGGESTIONS = 8

/** What a chart is given. Priority, lowest first: its own values, the files in order, the YAML, the parameters. */
export function HelmOptions({ entries, ...fields }: Props) {
  const t = useTranslations('deployments.create.helm')
  const { draft, set, error } = fields
  const chosen = new Set(draft.valueFiles.map(({ value }) => value))
  const suggested = entries.filter((entry) => isValueFile(entry) && !chosen.has(entry.name))
  return (
    <>
      <TextField
        {...fields}
        field="releaseName"
        label={t('releaseName')}
        hint={t('releaseNameHint')}
        placeholder={draft.name}
      />
      <RowsField
        legend={t('valueFiles')}
        hint={t('valueFilesHint')}
        error={error('valueFiles')}
        columns={[{ key: 'value', label: t('file'), placeholder: 'values-prod.yaml' }]}
        rows={draft.valueFiles}
        onRows={(valueFiles) => set({ valueFiles })}
      >
        {suggested.slice(0, MOST_SUGGESTIONS).map(({ name }) => (
          <Button
            key={name}
            size="sm"
            icon={Plus}
            aria-label={t('take', { file: name })}
            onClick={() => set({ valueFiles: [...draft.valueFiles, { value: name }] })}
          >
            <code>{name}</code>
          </Button>
        ))}
      </RowsField>
      <Field label={t('values')} hint={t('valuesHint')} error={error('values')}>
        {(control) => (
          <Textarea
            {...control}
            rows={5}
            maxLength={262_144}
            className="font-mono text-xs"
            placeholder={'replicaCount: 2'}
            value={draft.values}
            onChange={(event) => set({ values: event.target.value })}
          />
        )}
      </Field>
      <RowsField
        legend={t('parameters')}
        hint={t('parametersHint')}
        error={error('parameters')}
        columns={[
          { key: 'name', label: t('parameter'), placeholder: 'image.tag' },
          { key: 'value', label: t('value') },
          { key: 'forceString', label: t('forceString'), isBox: true },
        ]}
        rows={draft.parameters}
        onRows={(parameters) => set({ parameters })}
      />
      <div className="grid gap-x-6 gap-y-4 sm:grid-cols-2">
        <OptionCheckbox
          title={t('skipCrds')}
          description={t('skipCrdsText')}
          risk={t('skipCrdsRisk')}
          checked={draft.skipCrds}
          onChecked={(skipCrds) => set({ skipCrds })}
        />
        <OptionCheckbox
          title={t('ignoreMissing')}
          description={t('ignoreMissingText')}
          risk={t('ignoreMissingRisk')}
          checked={draft.ignoreMissingValueFiles}
          onChecked={(ignoreMissingValueFiles) => set({ ignoreMissingValueFiles })}
        />
      </div>
    </>
  )
}
