import type { Metadata, Viewport } from 'next'
import { headers } from 'next/headers'
import type { ReactNode } from 'react'
import 'pretendard/dist/web/variable/pretendardvariable-dynamic-subset.css'
import '@fontsource-variable/jetbrains-mono/wght.css'
import { Providers } from '#components/shell/providers.tsx'
import { CATALOGUES } from '#lib/i18n/catalogues.ts'
import { IntlProvider } from '#lib/i18n/provider.tsx'
import { getPreferences, getT } from '#lib/i18n/server.ts'
import './globals.css'

export async function generateMetadata(): Promise<Metadata> {
  const t = await getT('shell')
  return {
    title: { default: t('brand'), template: `%s · ${t('brand')}` },
    icons: { icon: '/logo.svg' },
    robots: { index: false, follow: false },
  }
}

export const viewport: Viewport = { colorScheme: 'light dark' }

/** The document: language and theme of the person, words and clock for the browser. */
export default async function RootLayout({ children }: { children: ReactNode }) {
  const [{ locale, timeZone, theme, now }, head] = await Promise.all([getPreferences(), headers()])
  return (
    <html lang={locale} className={theme === 'system' ? undefined : theme} suppressHydrationWarning>
      <body>
        <IntlProvider locale={locale} messages={CATALOGUES[locale]} timeZone={timeZone} now={now.toISOString()}>
          <Providers nonce={head.get('x-nonce') ?? undefined} now={now.toISOString()} timeZone={timeZone}>
            {children}
          </Providers>
        </IntlProvider>
      </body>
    </html>
  )
}
