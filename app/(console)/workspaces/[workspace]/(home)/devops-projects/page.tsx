import type { Metadata } from 'next'
import { DevopsProjectsView } from '#components/devops-projects/devops-projects-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listDevopsProjects } from '#lib/features/devops-projects/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('tenancy'))('devops.title')} · ${(await params).workspace}` }
}

export default async function DevopsProjectsPage({ params }: Props) {
  const { workspace } = await params
  const result = await forPage(listDevopsProjects({ workspace }))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <DevopsProjectsView workspace={workspace} projects={result.data} />
}
