'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { projectPage } from '#components/shell/paths.ts'
import { NameFields } from '#components/tenancy/name-fields.tsx'
import { Field } from '#components/ui/field.tsx'
import { Select } from '#components/ui/select.tsx'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { createProject } from '#lib/features/projects/actions.ts'
import { createProjectSchema } from '#lib/features/projects/schema.ts'
import { fromQuotaValues, NO_QUOTA, QuotaFields } from './quota-fields.tsx'

type Props = { workspace: string; clusters: readonly ClusterSummary[]; onClose: () => void }

/** Makes a project: a namespace on a cluster of the workspace, limited where one wants. */
export function CreateProjectDialog({ workspace, clusters, onClose }: Props) {
  const t = useTranslations('tenancy')
  const form = useForm({
    initial: { name: '', alias: '', description: '', cluster: clusters[0]?.name ?? '', ...NO_QUOTA },
    schema: createProjectSchema,
    toInput: ({ cpu, memory, pods, ...values }) => {
      const quota = fromQuotaValues({ cpu, memory, pods })
      return { workspace, ...values, quota: cpu + memory + pods === '' ? null : quota }
    },
    action: createProject,
    onSuccess: ({ cluster, name }) => {
      toast({
        tone: 'success',
        title: t('projects.created', { name }),
        links: [{ href: projectPage(workspace, cluster, name), label: t('projects.open') }],
      })
      onClose()
    },
  })
  return (
    <FormDialog
      open
      onClose={onClose}
      form={form}
      title={t('projects.create')}
      submitLabel={t('create')}
      blocked={clusters.length === 0}
      footnote={clusters.length === 0 ? t('projects.noCluster') : undefined}
    >
      <NameFields name={form.field('name')} alias={form.field('alias')} description={form.field('description')} />
      <ClusterField clusters={clusters} field={form.field('cluster')} />
      <fieldset className="min-w-0">
        <legend className="mb-2 text-sm font-medium">{t('quota.title')}</legend>
        <QuotaFields field={(name) => form.field(name, `quota.${name}`)} />
      </fieldset>
    </FormDialog>
  )
}

type ClusterProps = {
  clusters: readonly ClusterSummary[]
  field: { value: string; onValue: (value: string) => void; error: string | undefined }
}

/** One of the clusters of the workspace. */
export function ClusterField({ clusters, field }: ClusterProps) {
  const t = useTranslations('tenancy.fields')
  return (
    <Field label={t('cluster')} required error={field.error}>
      {(control) => (
        <Select
          {...control}
          value={field.value}
          onValue={field.onValue}
          options={clusters.map(({ name, alias }) => ({ value: name, label: alias ? `${name} (${alias})` : name }))}
        />
      )}
    </Field>
  )
}
