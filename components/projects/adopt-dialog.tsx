'use client'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { projectPage } from '#components/shell/paths.ts'
import { AliasFields } from '#components/tenancy/name-fields.tsx'
import { Combobox } from '#components/ui/combobox.tsx'
import { Field } from '#components/ui/field.tsx'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import { adoptNamespace } from '#lib/features/projects/actions.ts'
import { adoptNamespaceSchema } from '#lib/features/projects/schema.ts'
import type { FreeNamespaces } from '#lib/features/projects/types.ts'
import { ClusterField } from './create-dialog.tsx'

type Props = { workspace: string; clusters: readonly ClusterSummary[]; onClose: () => void }

const namespacesApi = (workspace: string, cluster: string) =>
  `/api/w/${workspace}/namespaces?${new URLSearchParams({ cluster }).toString()}`

/** Makes a project of a namespace that exists, of those that the person may take. */
export function AdoptDialog({ workspace, clusters, onClose }: Props) {
  const t = useTranslations('tenancy')
  const form = useForm({
    initial: { cluster: clusters[0]?.name ?? '', name: '', alias: '', description: '' },
    schema: adoptNamespaceSchema,
    toInput: (values) => ({ workspace, ...values }),
    action: adoptNamespace,
    onSuccess: ({ cluster, name }) => {
      toast({
        tone: 'success',
        title: t('projects.adopted', { name }),
        links: [{ href: projectPage(workspace, cluster, name), label: t('projects.open') }],
      })
      onClose()
    },
  })
  const { cluster } = form.values
  const { data, error } = useRemote<FreeNamespaces>(
    'projects',
    cluster === '' ? null : namespacesApi(workspace, cluster),
  )
  const field = form.field('cluster')
  const name = form.field('name')
  return (
    <FormDialog open onClose={onClose} form={form} title={t('projects.adopt')} submitLabel={t('projects.adoptSubmit')}>
      <p className="text-sm text-fg-2">{t('projects.adoptText')}</p>
      <ClusterField
        clusters={clusters}
        field={{ ...field, onValue: (value) => form.set({ cluster: value, name: '' }) }}
      />
      <FailureNotice failure={error} />
      {data?.mayTakeUnowned === false ? <Banner tone="info" title={t('projects.adoptOwn')} /> : null}
      <Field label={t('fields.namespace')} required error={name.error}>
        {(control) => (
          <Combobox
            control={control}
            mono
            value={name.value}
            onValue={name.onValue}
            placeholder={t('projects.choose')}
            searchLabel={t('projects.searchNamespace')}
            emptyText={t('projects.noNamespace')}
            options={(data?.items ?? []).map((item) => ({
              value: item.name,
              label: item.name,
              description: t(item.isOwn ? 'projects.isOwn' : 'projects.isUnowned'),
            }))}
          />
        )}
      </Field>
      <AliasFields alias={form.field('alias')} description={form.field('description')} />
    </FormDialog>
  )
}
