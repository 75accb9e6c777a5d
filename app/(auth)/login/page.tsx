import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { AuthPage } from '#components/auth/auth-page.tsx'
import { LoginForm } from '#components/auth/login-form.tsx'
import { Banner } from '#components/patterns/banner.tsx'
import { SignInButtons } from '#components/single-sign-on/sign-in-buttons.tsx'
import { getSignInChoices } from '#lib/features/single-sign-on/queries.ts'
import { getSession } from '#lib/features/users/queries.ts'
import { getT } from '#lib/i18n/server.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('auth'))('title') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function LoginPage({ searchParams }: Props) {
  const [{ next, ended }, session, choices, t] = await Promise.all([
    searchParams,
    getSession({}),
    getSignInChoices({}),
    getT('auth'),
  ])
  if (session.ok && session.data !== null) redirect('/')
  const wanted = typeof next === 'string' ? next.slice(0, 2048) : '/'
  return (
    <AuthPage>
      {ended === undefined ? null : (
        <Banner tone="info" title={t('ended')} className="mb-4">
          {t('endedText')}
        </Banner>
      )}
      <LoginForm next={wanted} />
      <SignInButtons choices={choices.ok ? choices.data : []} next={wanted} />
      <p className="mt-4 text-xs text-fg-3">{t('help')}</p>
    </AuthPage>
  )
}
