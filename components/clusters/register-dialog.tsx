'use client'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { registerCluster } from '#lib/features/clusters/actions.ts'
import { registerClusterSchema } from '#lib/features/clusters/schema.ts'
import { KubeconfigField } from './kubeconfig-field.tsx'
import { clusterPage } from './urls.ts'
import { useClusterTest } from './use-cluster-test.ts'

/** Registers a cluster: name, kubeconfig, and the test that shows what the identity may do before anything is saved. */
export function RegisterDialog({ onClose }: { onClose: () => void }) {
  const t = useTranslations('clusters')
  const router = useRouter()
  const form = useForm({
    initial: { name: '', alias: '', description: '', kubeconfig: '' },
    schema: registerClusterSchema,
    toInput: (values) => values,
    action: registerCluster,
    onSuccess: ({ name }) => {
      toast({ tone: 'success', title: t('register.done', { name }), text: t('register.next') })
      onClose()
      router.push(clusterPage(name))
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
      title={t('register.title')}
      submitLabel={t('register.submit')}
      blocked={!isTested}
      footnote={isTested ? t('register.sealed') : t('register.testFirst')}
    >
      <div className="grid gap-4 nav:grid-cols-2">
        <TextField
          label={t('columns.name')}
          hint={t('register.nameHint')}
          required
          mono
          maxLength={63}
          field={form.field('name')}
          autoFocus
        />
        <TextField label={t('register.alias')} optional maxLength={63} field={form.field('alias')} />
      </div>
      <TextareaField
        label={t('register.description')}
        optional
        rows={2}
        maxLength={256}
        field={form.field('description')}
      />
      <KubeconfigField field={form.field('kubeconfig')} test={test} />
    </FormDialog>
  )
}
