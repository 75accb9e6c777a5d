'use client'
import Link from 'next/link'
import { useTranslations } from 'use-intl/react'
import { deploymentPage, deploymentsApi, deploymentsPage, type DevopsPlace } from '#components/deployments/urls.ts'
import { DeleteByName } from '#components/patterns/delete-by-name.tsx'
import { InUseDialog } from '#components/patterns/in-use-dialog.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
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
  return (
    <DeleteByName
      action={deleteDevopsProject}
      input={place}
      onClose={onClose}
      onDeleted={onDeleted}
      title={t('delete')}
      subtitle={name}
      name={name}
      submitLabel={t('delete')}
      done={t('deleted', { name })}
    >
      <p className="text-sm text-fg-2">{t('deleteText', { count: repositoryCount })}</p>
    </DeleteByName>
  )
}

function InUse({ place, project, onClose }: Props) {
  const t = useTranslations('tenancy.devops')
  const { data } = useRemote<DeploymentPage>(
    'deployments',
    `${deploymentsApi(place)}?pageSize=10&sort=name&direction=asc`,
  )
  return (
    <InUseDialog
      onClose={onClose}
      title={t('delete')}
      subtitle={project.name}
      reason={t('inUse', { count: project.deploymentCount })}
      advice={t('inUseText')}
    >
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
    </InUseDialog>
  )
}
