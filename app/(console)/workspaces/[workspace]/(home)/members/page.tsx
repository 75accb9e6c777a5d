import type { Metadata } from 'next'
import { MembersView } from '#components/members/members-view.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { listWorkspaceMembers } from '#lib/features/members/queries.ts'
import { getWorkspace } from '#lib/features/workspaces/queries.ts'
import { getT } from '#lib/i18n/server.ts'

type Props = {
  params: Promise<{ workspace: string }>
  searchParams: Promise<Record<string, string | string[] | undefined>>
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `${(await getT('members'))('title')} · ${(await params).workspace}` }
}

/** The plain list comes with the page; a list with search or order in the URL is read by the browser. */
export default async function WorkspaceMembersPage({ params, searchParams }: Props) {
  const names = await params
  const [result, workspace, query] = await Promise.all([
    forPage(listWorkspaceMembers(names)),
    forPage(getWorkspace(names)),
    searchParams,
  ])
  if (!result.ok) return <PageFailure failure={result.error} />
  if (!workspace.ok) return <PageFailure failure={workspace.error} />
  return (
    <MembersView
      place={{ kind: 'workspace', names }}
      initial={Object.keys(query).length === 0 ? result.data : undefined}
      withDetails={workspace.data.permissions.includes('workspace.members.view')}
    />
  )
}
