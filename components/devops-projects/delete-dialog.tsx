'use client'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { deploymentPage, deploymentsApi, deploymentsPage, type DevopsPlace } from '#components/deployments/urls.ts'
import { Banner } from '#components/patterns/banner.tsx'
import { ConfirmDelete } from '#components/patterns/confirm-delete.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { deleteDevopsProject } from '#lib/features/devops-projects/actions.ts'
import type { DevopsProjectSummary } from '#lib/features/devops-projects/types.ts'
import type { DeploymentPage } from '#lib/features/deployments/types.ts'

type Props = { place: DevopsPlace; project: DevopsProjectSummary; onClose: () => void; onDeleted: () => void }

/** The end of a DevOps project; while it has deployments, which ones. */
export function DeleteDevopsProjectDialog(props: Props) {
  return props.project.deploymentCount > 0 ? <InUse {...props} /> : <Confirm {...props} />
}

function Confirm({ place, project, onClose, onDeleted }: Props) {
  const t = useTranslations('tenancy.devops')
  const { name, repositoryCount } = project
  const { run, pending, error } = useAction(deleteDevopsProject, () => {
    toast({ tone: 'success', title: t('deleted', { name }) })
    onDeleted()
  })
  return (
    <ConfirmDelete
      open
      size="form"
      onClose={onClose}
      title={t('delete')}
      subtitle={name}
      name={name}
      submitLabel={t('delete')}
      pending={pending}
      failure={error}
      onConfirm={(confirmation) => void run({ ...place, confirmation })}
    >
      <p className="text-sm text-fg-2">{t('deleteText', { count: repositoryCount })}</p>
    </ConfirmDelete>
  )
}

function InUse({ place, project, onClose }: Props) {
  const t = useTranslations('tenancy.devops')
  const common = useTranslations('common.actions')
  const { data } = useRemote<DeploymentPage>(
    'deployments',
    `${deploymentsApi(place)}?pageSize=10&sort=name&direction=asc`,
  )
  return (
    <Dialog
      open
      onClose={onClose}
      title={t('delete')}
      subtitle={project.name}
      footer={<Button onClick={onClose}>{common('close')}</Button>}
    >
      <div className="grid gap-3">
        <Banner tone="blocked" title={t('inUse', { count: project.deploymentCount })}>
          {t('inUseText')}
        </Banner>
        <ul className="rounded-md border border-line empty:hidden">
          {(data?.items ?? []).map(({ id, name }) => (
            <li key={id} className="border-t border-line px-4 py-2.5 text-sm first:border-t-0">
              <Link href={deploymentPage(place, name)} className="font-semibold hover:text-accent hover:underline">
                {name}
              </Link>
            </li>
          ))}
        </ul>
        <p className="text-sm">
          <Link href={deploymentsPage(place)} className="text-accent underline">
            {t('inUseAll')}
          </Link>
        </p>
      </div>
    </Dialog>
  )
}
