'use client'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { devopsProjectPage } from '#components/shell/paths.ts'
import { NameFields } from '#components/tenancy/name-fields.tsx'
import { createDevopsProject } from '#lib/features/devops-projects/actions.ts'
import { createDevopsProjectSchema } from '#lib/features/devops-projects/schema.ts'

/** Makes a DevOps project; the person becomes its admin. */
export function CreateDevopsProjectDialog({ workspace, onClose }: { workspace: string; onClose: () => void }) {
  const t = useTranslations('tenancy')
  const form = useForm({
    initial: { name: '', alias: '', description: '' },
    schema: createDevopsProjectSchema,
    toInput: (values) => ({ workspace, ...values }),
    action: createDevopsProject,
    onSuccess: ({ name }) => {
      toast({
        tone: 'success',
        title: t('devops.created', { name }),
        links: [{ href: devopsProjectPage(workspace, name), label: t('devops.open') }],
      })
      onClose()
    },
  })
  return (
    <FormDialog open onClose={onClose} form={form} title={t('devops.create')} submitLabel={t('create')}>
      <NameFields name={form.field('name')} alias={form.field('alias')} description={form.field('description')} />
    </FormDialog>
  )
}
