'use client'
import type { ReactNode } from 'react'
import { IntlProvider as UseIntlProvider } from 'use-intl/react'
import type { Messages } from './catalogues.ts'
import type { Locale } from './locales.ts'

type Props = { locale: Locale; messages: Messages; timeZone: string; now: string; children: ReactNode }

/** Gives client components the words of the request; `now` (ISO) keeps the first render equal on server and browser. */
export function IntlProvider({ locale, messages, timeZone, now, children }: Props) {
  return (
    <UseIntlProvider locale={locale} messages={messages} timeZone={timeZone} now={new Date(now)}>
      {children}
    </UseIntlProvider>
  )
}
