import { cookies } from 'next/headers'
import { redirect } from 'next/navigation'
import { NoWorkspace } from '#components/workspaces/no-workspace.tsx'
import { Frame } from '#components/shell/frame.tsx'
import { landingPage } from '#components/shell/landing.ts'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getSession } from '#lib/features/users/queries.ts'
import { listWorkspaces } from '#lib/features/workspaces/queries.ts'
import { LAST_WORKSPACE_COOKIE } from '#lib/i18n/locales.ts'

/** Where a person starts; one without a workspace is told whom to ask. */
export default async function LandingPage() {
  const [workspaces, session, jar] = await Promise.all([
    forPage(listWorkspaces({})),
    forPage(getSession({})),
    cookies(),
  ])
  if (!workspaces.ok) return <PageFailure failure={workspaces.error} />
  const page = landingPage({
    permissions: session.ok ? (session.data?.permissions ?? []) : [],
    workspaces: workspaces.data.map(({ name }) => name),
    last: jar.get(LAST_WORKSPACE_COOKIE)?.value,
  })
  if (page !== null) redirect(page)
  return (
    <Frame>
      <NoWorkspace username={session.ok ? (session.data?.username ?? '') : ''} />
    </Frame>
  )
}
