import type { Metadata } from 'next'
import { CreateWizard } from '#components/deployments/create/create-wizard.tsx'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listDestinations } from '#lib/features/clusters/queries.ts'
import { getDevopsProject } from '#lib/features/devops-projects/queries.ts'
import { listRepositories } from '#lib/features/repositories/queries.ts'
import { MOST_REPOSITORIES } from '#lib/features/repositories/types.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<DevopsPlace>; searchParams: Promise<{ repository?: string | string[] }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('deployments.create'))('title')} · ${(await params).devopsProject}` }
}

export default async function CreateDeploymentPage({ params, searchParams }: Props) {
  const place = await params
  const [project, repositories, destinations, { repository }] = await Promise.all([
    forPage(getDevopsProject(place)),
    forPage(listRepositories({ ...place, pageSize: MOST_REPOSITORIES, sort: 'name', direction: 'asc' })),
    forPage(listDestinations(place)),
    searchParams,
  ])
  if (!project.ok) return <PageFailure failure={project.error} />
  if (!repositories.ok) return <PageFailure failure={repositories.error} />
  if (!destinations.ok) return <PageFailure failure={destinations.error} />
  if (!project.data.permissions.includes('devops.deployments.manage'))
    return (
      <PageFailure
        failure={{ code: 'FORBIDDEN', params: { permission: 'devops.deployments.manage' }, requestId: '' }}
      />
    )
  const known = repositories.data.items.some(({ name }) => name === repository)
  return (
    <CreateWizard
      place={place}
      repositories={repositories.data.items}
      destinations={destinations.data}
      repository={known ? String(repository) : ''}
    />
  )
}
