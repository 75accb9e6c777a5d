import type { Metadata } from 'next'
import { PlatformWorkspacesView } from '#components/platform-workspaces/workspaces-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listAllWorkspaces } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('workspaces'))('title') }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function PlatformWorkspacesPage({ searchParams }: Props) {
  const [result, query] = await Promise.all([forPage(listAllWorkspaces({})), searchParams])
  if (!result.ok) return <PageFailure failure={result.error} />
  return <PlatformWorkspacesView initial={Object.keys(query).length === 0 ? result.data : undefined} />
}
