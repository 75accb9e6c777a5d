import type { Metadata } from 'next'
import { redirect } from 'next/navigation'
import { LanguageLinks } from '#components/auth/language-links.tsx'
import { LoginForm } from '#components/auth/login-form.tsx'
import { Logo } from '#components/ui/logo.tsx'
import { getSession } from '#lib/features/users/queries.ts'
import { getT } from '#lib/i18n/server.ts'
import packageJson from '../../../package.json' with { type: 'json' }

export async function generateMetadata(): Promise<Metadata> {
  return { title: (await getT('auth'))('title') }
}

type Props = { searchParams: Promise<Record<string, string | string[] | undefined>> }

export default async function LoginPage({ searchParams }: Props) {
  const [{ next }, session, t, shell] = await Promise.all([searchParams, getSession({}), getT('auth'), getT('shell')])
  if (session.ok && session.data !== null) redirect('/')
  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto]">
      <div className="grid place-items-center px-4 py-8">
        <div className="w-[376px] max-w-full">
          <div className="mb-6 flex items-center gap-2.5">
            <Logo className="size-8 text-accent" />
            <span className="text-2xl font-bold">{shell('brand')}</span>
          </div>
          <LoginForm next={typeof next === 'string' ? next.slice(0, 2048) : '/'} />
          <p className="mt-4 text-xs text-fg-3">{t('help')}</p>
        </div>
      </div>
      <footer className="flex items-center justify-center gap-4 px-4 pb-6 text-xs text-fg-3">
        <LanguageLinks />
        <span aria-hidden className="h-3 w-px bg-line-strong" />
        <span className="tnum">{t('version', { brand: shell('brand'), version: packageJson.version })}</span>
      </footer>
    </main>
  )
}
