import type { Metadata } from 'next'
import { ProjectOverview } from '#components/projects/project-overview.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getProject } from '#lib/features/projects/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string; cluster: string; project: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('tenancy'))('overview.title')} · ${(await params).project}` }
}

export default async function ProjectOverviewPage({ params }: Props) {
  const place = await params
  const result = await forPage(getProject(place))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <ProjectOverview project={result.data} place={place} />
}
