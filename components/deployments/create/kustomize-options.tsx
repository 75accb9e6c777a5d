'use client'
import { useTranslations } from 'use-intl/react'
import type { FieldsProps } from './fields.ts'
import { RowsField } from './rows-field.tsx'
import { TextField } from './text-field.tsx'

/** Edits of the kustomization before it is built, as `kustomize edit set` makes them. */
export function KustomizeOptions(fields: FieldsProps) {
  const t = useTranslations('deployments.create.kustomize')
  const { draft, set, error } = fields
  const nameAndValue = [
    { key: 'name', label: t('key') },
    { key: 'value', label: t('value') },
  ]
  const { patches } = draft.kept
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-3">
        <TextField
          {...fields}
          field="namePrefix"
          label={t('namePrefix')}
          hint={t('namePrefixHint')}
          placeholder="dev-"
        />
        <TextField
          {...fields}
          field="nameSuffix"
          label={t('nameSuffix')}
          hint={t('nameSuffixHint')}
          placeholder="-v2"
        />
        <TextField {...fields} field="kustomizeNamespace" label={t('namespace')} hint={t('namespaceHint')} />
      </div>
      <RowsField
        legend={t('images')}
        hint={t('imagesHint')}
        error={error('images')}
        columns={[{ key: 'value', label: t('image'), placeholder: 'nginx=registry.example/nginx:1.29' }]}
        rows={draft.images}
        onRows={(images) => set({ images })}
      />
      <RowsField
        legend={t('replicas')}
        hint={t('replicasHint')}
        error={error('replicas')}
        columns={[
          { key: 'name', label: t('workload'), placeholder: 'web' },
          { key: 'count', label: t('count'), placeholder: '2' },
        ]}
        rows={draft.replicas}
        onRows={(replicas) => set({ replicas })}
      />
      <RowsField
        legend={t('commonLabels')}
        hint={t('commonLabelsHint')}
        error={error('commonLabels')}
        columns={nameAndValue}
        rows={draft.commonLabels}
        onRows={(commonLabels) => set({ commonLabels })}
      />
      <RowsField
        legend={t('commonAnnotations')}
        hint={t('commonAnnotationsHint')}
        error={error('commonAnnotations')}
        columns={nameAndValue}
        rows={draft.commonAnnotations}
        onRows={(commonAnnotations) => set({ commonAnnotations })}
      />
      <RowsField
        legend={t('components')}
        hint={t('componentsHint')}
        error={error('components')}
        columns={[{ key: 'value', label: t('component'), placeholder: '../components/tls' }]}
        rows={draft.components}
        onRows={(components) => set({ components })}
      />
      {patches.length === 0 ? null : <p className="text-xs text-fg-2">{t('patchesKept', { count: patches.length })}</p>}
    </>
  )
}
