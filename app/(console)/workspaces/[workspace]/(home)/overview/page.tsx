import type { Metadata } from 'next'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { WorkspaceOverviewView } from '#components/workspaces/overview.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getWorkspaceOverview } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { params: Promise<{ workspace: string }> }

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('tenancy'))('home.title')} · ${(await params).workspace}` }
}

export default async function WorkspaceOverviewPage({ params }: Props) {
  const { workspace } = await params
  const result = await forPage(getWorkspaceOverview({ workspace }))
  if (!result.ok) return <PageFailure failure={result.error} />
  return <WorkspaceOverviewView workspace={workspace} overview={result.data} />
}
