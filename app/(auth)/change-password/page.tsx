import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthPage } from '#components/auth/auth-page.tsx'
import { RenewPasswordForm } from '#components/auth/renew-password-form.tsx'
import { forPage } from '#lib/actions/for-page.ts'
import { getSession } from '#lib/features/users/queries.ts'
import { getT } from '#lib/i18n/server.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('auth'))('renew.title') }
}

/** The only page for somebody whose password was set by somebody else. */
export default async function ChangePasswordPage() {
  const session = await forPage(getSession({}))
  if (!session.ok || !session.data?.mustChangePassword) redirect('/')
  const { username, email } = session.data
  return (
    <AuthPage>
      <RenewPasswordForm username={username} email={email} />
    </AuthPage>
  )
}
