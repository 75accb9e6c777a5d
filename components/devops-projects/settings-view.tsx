'use client'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm } from '#components/patterns/use-form.ts'
import { devopsProjectsPage } from '#components/shell/paths.ts'
import { DangerPanel } from '#components/tenancy/danger-panel.tsx'
import { InfoPanel } from '#components/tenancy/info-panel.tsx'
import { editDevopsProject } from '#lib/features/devops-projects/actions.ts'
import { editDevopsProjectSchema } from '#lib/features/devops-projects/schema.ts'
import type { DevopsProjectSummary } from '#lib/features/devops-projects/types.ts'
import { DeleteDevopsProjectDialog } from './delete-dialog.tsx'

type Props = { place: DevopsPlace; project: DevopsProjectSummary }

/** What a DevOps project is called, and its end. */
export function DevopsSettingsView({ place, project }: Props) {
  const t = useTranslations('tenancy')
  const router = useRouter()
  const [isDeleting, setDeleting] = useState(false)
  const mayEdit = project.permissions.includes('devops.settings.manage')
  return (
    <div className="grid gap-4">
      <PageHeader title={t('settings.title')} description={t('settings.devopsText')} />
      <Info key={project.version} place={place} project={project} mayEdit={mayEdit} />
      {mayEdit ? (
        <DangerPanel text={t('settings.devopsDanger')} label={t('devops.delete')} onDelete={() => setDeleting(true)} />
      ) : null}
      {isDeleting ? (
        <DeleteDevopsProjectDialog
          place={place}
          project={project}
          onClose={() => setDeleting(false)}
          onDeleted={() => router.push(devopsProjectsPage(place.workspace))}
        />
      ) : null}
    </div>
  )
}

function Info({ place, project, mayEdit }: Props & { mayEdit: boolean }) {
  const t = useTranslations('tenancy.settings')
  const { name, alias, description, version } = project
  const form = useForm({
    initial: { alias, description },
    schema: editDevopsProjectSchema,
    toInput: (values) => ({ ...place, ...values, version }),
    action: editDevopsProject,
    onSuccess: () => toast({ tone: 'success', title: t('saved', { name }) }),
  })
  return <InfoPanel name={name} form={form} mayEdit={mayEdit} />
}
