import type { Metadata } from 'next'
import { Frame } from '#components/shell/frame.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { WorkspacesView } from '#components/workspaces/workspaces-view.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listWorkspaces } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('tenancy'))('workspaces.title') }
}

export default async function WorkspacesPage() {
  const result = await forPage(listWorkspaces({}))
  return (
    <Frame>{result.ok ? <WorkspacesView workspaces={result.data} /> : <PageFailure failure={result.error} />}</Frame>
  )
}
