import type { Metadata } from 'next'
import { ProjectsView } from '#components/projects/projects-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listProjects, listWorkspaceClusters } from '#lib/features/projects/queries.ts'
import { getWorkspace } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('tenancy'))('projects.title')} · ${(await params).workspace}` }
}

export default async function ProjectsPage({ params }: Props) {
  const { workspace } = await params
  const [result, space] = await Promise.all([forPage(listProjects({ workspace })), getWorkspace({ workspace })])
  if (!result.ok) return <PageFailure failure={result.error} />
  const mayCreate = space.ok && space.data.permissions.includes('workspace.projects.create')
  const clusters = mayCreate ? await listWorkspaceClusters({ workspace }) : null
  return (
    <ProjectsView workspace={workspace} projects={result.data} clusters={clusters?.ok === true ? clusters.data : []} />
  )
}
