import type { Metadata } from 'next'
import { ProjectsView } from '#components/projects/projects-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listProjects } from '#lib/features/projects/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string }> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('tenancy'))('projects.title') }
}

export default async function ProjectsPage({ params }: Props) {
  const { workspace } = await params
  const result = await forPage(listProjects({ workspace }))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <ProjectsView workspace={workspace} projects={result.data} />
}
