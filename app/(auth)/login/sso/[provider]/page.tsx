import type { Metadata } from 'next'
import { AuthPage } from '#components/auth/auth-page.tsx'
import { SignInReturn } from '#components/single-sign-on/sign-in-return.tsx'
import { getT } from '#lib/i18n/server.ts'

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('auth'))('title') }
}

type Props = { params: Promise<{ provider: string }> }

/** Where a provider sends the browser back to. It says nothing and does nothing by itself: its own request, from this origin, does. */
export default async function SignInReturnPage({ params }: Props) {
  const { provider } = await params
  return (
    <AuthPage>
      <SignInReturn provider={provider} />
    </AuthPage>
  )
}
