import 'server-only'
import { cookies, headers } from 'next/headers'
import { cache } from 'react'
import { createTranslator, type NamespaceKeys, type NestedKeyOf } from 'use-intl/core'
import { CATALOGUES, type Messages } from './catalogues.ts'
import {
  LOCALE_COOKIE,
  pickLocale,
  pickTheme,
  pickTimeZone,
  THEME_COOKIE,
  TIME_ZONE_COOKIE,
  type Locale,
  type Theme,
} from './locales.ts'

export type Preferences = { locale: Locale; timeZone: string; theme: Theme; now: Date }

/** Language, zone, theme and the moment of this request; read once per request so that every part of a page agrees. */
export const getPreferences = cache(async (): Promise<Preferences> => {
  const [jar, head] = await Promise.all([cookies(), headers()])
  return {
    locale: pickLocale(jar.get(LOCALE_COOKIE)?.value, head.get('accept-language')),
    timeZone: pickTimeZone(jar.get(TIME_ZONE_COOKIE)?.value),
    theme: pickTheme(jar.get(THEME_COOKIE)?.value),
    now: new Date(),
  }
})

/** The words of this request's language, for server components: `const t = await getT('shell')`. */
export async function getT<const Namespace extends NamespaceKeys<Messages, NestedKeyOf<Messages>> = never>(
  namespace?: Namespace,
) {
  const { locale, timeZone } = await getPreferences()
  return createTranslator<Messages, Namespace>({
    locale,
    timeZone,
    messages: CATALOGUES[locale],
    ...(namespace === undefined ? {} : { namespace }),
  })
}
