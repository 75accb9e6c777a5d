import { redirect } from 'next/navigation'
import { NoWorkspace } from '#components/workspaces/no-workspace.tsx'
import { Frame } from '#components/shell/frame.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { devopsProjectsPage, workspacesPage } from '#components/shell/paths.ts'
import { forPage } from '#lib/actions/for-page.ts'
import { getSession } from '#lib/features/users/queries.ts'
import { listWorkspaces } from '#lib/features/workspaces/queries.ts'

/** Where a person starts: those who rule all workspaces at their list, everybody else in their first workspace. */
export default async function LandingPage() {
  const [workspaces, session] = await Promise.all([forPage(listWorkspaces({})), forPage(getSession({}))])
  if (!workspaces.ok) return <PageFailure failure={workspaces.error} />
  if (session.ok && session.data?.permissions.includes('platform.workspaces.view')) redirect(workspacesPage)
  const first = workspaces.data[0]
  if (first) redirect(devopsProjectsPage(first.name))
  return (
    <Frame>
      <NoWorkspace username={session.ok ? (session.data?.username ?? '') : ''} />
    </Frame>
  )
}
