import type { Metadata } from 'next'
import { DeploymentView } from '#components/deployments/detail/deployment-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getDeployment } from '#lib/features/deployments/queries.ts'

type Props = { params: Promise<{ workspace: string; devopsProject: string; name: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, devopsProject } = await params
  return { title: `${name} · ${devopsProject}` }
}

export default async function DeploymentPage({ params }: Props) {
  const { workspace, devopsProject, name } = await params
  const place = { workspace, devopsProject }
  const result = await forPage(getDeployment({ ...place, name }))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <DeploymentView key={name} place={place} name={name} initial={result.data} />
}
