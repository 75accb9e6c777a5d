'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { editCluster, renewCluster } from '#lib/features/clusters/actions.ts'
import { editClusterSchema, renewClusterSchema } from '#lib/features/clusters/schema.ts'
import type { PlatformCluster } from '#lib/features/clusters/types.ts'
import { KubeconfigField } from './kubeconfig-field.tsx'
import { useClusterTest } from './use-cluster-test.ts'

type Props = { cluster: PlatformCluster; onClose: () => void }

/** Alias and description; the name is what deployments and policies refer to and stays. */
export function EditClusterDialog({ cluster, onClose }: Props) {
  const t = useTranslations('clusters')
  const { name, alias, description, version } = cluster
  const form = useForm({
    initial: { alias, description },
    schema: editClusterSchema,
    toInput: (values) => ({ ...values, name, version }),
    action: editCluster,
    onSuccess: () => {
      toast({ tone: 'success', title: t('edit.done', { name }) })
      onClose()
    },
  })
  return (
    <FormDialog open onClose={onClose} form={form} title={t('edit.title')} subtitle={name}>
      <TextField label={t('register.alias')} optional maxLength={63} field={form.field('alias')} autoFocus />
      <TextareaField label={t('register.description')} optional maxLength={256} field={form.field('description')} />
    </FormDialog>
  )
}

/** Another kubeconfig for the same cluster: a new token, certificate or address. */
export function RenewDialog({ cluster, onClose }: Props) {
  const t = useTranslations('clusters')
  const { name, version } = cluster
  const form = useForm({
    initial: { kubeconfig: '' },
    schema: renewClusterSchema,
    toInput: (values) => ({ ...values, name, version }),
    action: renewCluster,
    onSuccess: () => {
      toast({ tone: 'success', title: t('renew.done', { name }) })
      onClose()
    },
  })
  const test = useClusterTest(form.values.kubeconfig)
  const isTested = test.test?.ok === true
  return (
    <FormDialog
      open
      size="repository"
      onClose={onClose}
      form={form}
      title={t('renew.title')}
      subtitle={name}
      submitLabel={t('renew.submit')}
      blocked={!isTested}
      footnote={isTested ? t('renew.note') : t('register.testFirst')}
    >
      <p className="text-sm text-fg-2">{t('renew.text')}</p>
      <KubeconfigField field={form.field('kubeconfig')} test={test} />
    </FormDialog>
  )
}
