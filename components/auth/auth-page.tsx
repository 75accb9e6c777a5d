import type { ReactNode } from 'react'
import { Logo } from '#components/ui/logo.tsx'
import { getT } from '#lib/i18n/server.ts'
import packageJson from '../../package.json' with { type: 'json' }
import { LanguageLinks } from './language-links.tsx'

/** A page before the console: the mark, one card with what is asked, the language and the version below. */
export async function AuthPage({ children }: { children: ReactNode }) {
  const [t, shell] = await Promise.all([getT('auth'), getT('shell')])
  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto]">
      <div className="grid place-items-center px-4 py-8">
        <div className="w-[376px] max-w-full">
          <div className="mb-6 flex items-center gap-2.5">
            <Logo className="size-8 text-accent" />
            <span className="text-2xl font-bold">{shell('brand')}</span>
          </div>
          {children}
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
