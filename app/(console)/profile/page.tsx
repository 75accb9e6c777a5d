import type { Metadata } from 'next'
import { Frame } from '#components/shell/frame.tsx'
import { PageFailure } from '#components/shell/page-failure.tsx'
import { ProfileView } from '#components/users/profile-view.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getOwnSignIn } from '#lib/features/single-sign-on/queries.ts'
import { getOwnSessions, getSession } from '#lib/features/users/queries.ts'
import { getT } from '#lib/i18n/server.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('users'))('profile.title') }
}

export default async function ProfilePage() {
  const [sessions, signIn, session] = await Promise.all([
    forPage(getOwnSessions({})),
    forPage(getOwnSignIn({})),
    forPage(getSession({})),
  ])
  if (!sessions.ok) return <PageFailure failure={sessions.error} />
  if (!signIn.ok) return <PageFailure failure={signIn.error} />
  if (!session.ok || session.data === null) return null
  return (
    <Frame>
      <ProfileView session={session.data} sessions={sessions.data} signIn={signIn.data} />
    </Frame>
  )
}
