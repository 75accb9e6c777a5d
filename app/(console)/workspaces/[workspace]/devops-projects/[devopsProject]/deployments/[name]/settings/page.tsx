import type { Metadata } from 'next'
import { SettingsView } from '#components/deployments/settings/settings-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listDestinations } from '#lib/features/clusters/queries.ts'
import { getDeployment, getDeploymentYaml } from '#lib/features/deployments/queries.ts'
import { getDevopsProject } from '#lib/features/devops-projects/queries.ts'
import { listRepositories } from '#lib/features/repositories/queries.ts'
import { MOST_REPOSITORIES } from '#lib/features/repositories/types.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string; devopsProject: string; name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('deployments.settings'))('title')} · ${(await params).name}` }
}

export default async function DeploymentSettingsPage({ params }: Props) {
  const { workspace, devopsProject, name } = await params
  const place = { workspace, devopsProject }
  const choices = { pageSize: MOST_REPOSITORIES, sort: 'name', direction: 'asc' } as const
  const [project, deployment, yaml, repositories, destinations] = await Promise.all([
    forPage(getDevopsProject(place)),
    forPage(getDeployment({ ...place, name })),
    forPage(getDeploymentYaml({ ...place, name })),
    forPage(listRepositories({ ...place, ...choices })),
    forPage(listDestinations(place)),
  ])
  if (!project.ok) return <PageFailure failure={project.error} />
  if (!project.data.permissions.includes('devops.deployments.manage'))
    return (
      <PageFailure
        failure={{ code: 'FORBIDDEN', params: { permission: 'devops.deployments.manage' }, requestId: '' }}
      />
    )
  if (!deployment.ok) return <PageFailure failure={deployment.error} />
  if (!yaml.ok) return <PageFailure failure={yaml.error} />
  if (!repositories.ok) return <PageFailure failure={repositories.error} />
  if (!destinations.ok) return <PageFailure failure={destinations.error} />
  return (
    <SettingsView
      key={name}
      place={place}
      initial={deployment.data}
      yaml={yaml.data.yaml}
      repositories={repositories.data.items}
      destinations={destinations.data}
    />
  )
}
