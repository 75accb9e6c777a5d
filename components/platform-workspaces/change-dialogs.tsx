'use client'
import { useTranslations } from 'use-intl/react'
import { DeleteByName } from '#components/patterns/delete-by-name.tsx'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { TextareaField, TextField } from '#components/patterns/form-fields.tsx'
import { InUseDialog } from '#components/patterns/in-use-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { deleteWorkspace, editWorkspace } from '#lib/features/workspaces/actions.ts'
import { editWorkspaceSchema } from '#lib/features/workspaces/schema.ts'
import { MOST_NAMES, type WorkspaceRow } from '#lib/features/workspaces/types.ts'
import { ClusterChoice } from './cluster-choice.tsx'
import { useChoices } from './create-dialog.tsx'

export type WorkspaceDialogProps = { workspace: WorkspaceRow; onClose: () => void }

export function EditWorkspaceDialog({ workspace, onClose }: WorkspaceDialogProps) {
  const t = useTranslations('workspaces')
  const { name, version, alias, description, clusters } = workspace
  const { data } = useChoices('')
  const form = useForm({
    initial: { alias, clusters, description },
    schema: editWorkspaceSchema,
    toInput: (values) => ({ ...values, name, version }),
    action: editWorkspace,
    onSuccess: () => {
      toast({ tone: 'success', title: t('edit.done', { name }) })
      onClose()
    },
  })
  return (
    <FormDialog open size="form" onClose={onClose} form={form} title={t('edit.title')} subtitle={name}>
      <TextField label={t('fields.alias')} optional maxLength={63} field={form.field('alias')} autoFocus />
      <ClusterChoice field={form.field('clusters')} clusters={data?.clusters} />
      <TextareaField label={t('fields.description')} optional maxLength={256} field={form.field('description')} />
    </FormDialog>
  )
}

/** One that still holds something is refused before anything is typed. */
export function DeleteWorkspaceDialog({ workspace, onClose }: WorkspaceDialogProps) {
  const t = useTranslations('workspaces.delete')
  const { name, memberCount, devopsProjects, projects, devopsProjectCount, projectCount } = workspace
  if (projectCount + devopsProjectCount > 0) {
    return (
      <InUseDialog onClose={onClose} title={t('title')} subtitle={name} reason={t('used')} advice={t('usedText')}>
        <Contents title={t('devopsProjects')} names={devopsProjects} total={devopsProjectCount} />
        <Contents title={t('projects')} names={projects} total={projectCount} />
      </InUseDialog>
    )
  }
  return (
    <DeleteByName
      action={deleteWorkspace}
      input={{ name }}
      onClose={onClose}
      title={t('title')}
      subtitle={name}
      name={name}
      submitLabel={t('submit')}
      done={t('done', { name })}
    >
      <p className="text-sm text-fg-2">{t('text', { count: memberCount })}</p>
    </DeleteByName>
  )
}

function Contents({ title, names, total }: { title: string; names: readonly string[]; total: number }) {
  const t = useTranslations('workspaces.delete')
  if (total === 0) return null
  return (
    <section className="rounded-md border border-line px-4 py-3">
      <h3 className="text-sm font-medium">{title}</h3>
      <ul className="mt-1 grid gap-0.5 text-sm text-fg-2">
        {names.map((name) => (
          <li key={name} className="wrap-anywhere">
            {name}
          </li>
        ))}
        {total > MOST_NAMES ? <li className="text-fg-3">{t('more', { count: total - MOST_NAMES })}</li> : null}
      </ul>
    </section>
  )
}
