/** The languages of the console and the choices a person keeps in cookies. Pure: usable on the server, in the browser and in tests. */

export const LOCALES = ['ko', 'en'] as const
export type Locale = (typeof LOCALES)[number]
export const DEFAULT_LOCALE: Locale = 'ko'

export const THEMES = ['system', 'light', 'dark'] as const
export type Theme = (typeof THEMES)[number]

/** Used until the browser has told its own zone. */
export const DEFAULT_TIME_ZONE = 'Asia/Seoul'

export const LOCALE_COOKIE = 'ieum-locale'
export const TIME_ZONE_COOKIE = 'ieum-tz'
export const THEME_COOKIE = 'ieum-theme'
export const LAST_WORKSPACE_COOKIE = 'ieum-workspace'

/** One year, the lifetime of the cookies above. */
export const PREFERENCE_MAX_AGE_SECONDS = 31_536_000

const isLocale = (text: string): text is Locale => (LOCALES as readonly string[]).includes(text)

/**
 * The language to answer in: the cookie if it names one of ours, else the best entry of `Accept-Language` (RFC 9110 §12.5.4,
 * by weight, then by order), else Korean.
 */
export function pickLocale(cookie: string | undefined, acceptLanguage: string | null): Locale {
  if (cookie !== undefined && isLocale(cookie)) return cookie
  const wanted = (acceptLanguage ?? '')
    .slice(0, 500)
    .split(',')
    .map((entry) => {
      const [tag = '', ...parameters] = entry.split(';').map((part) => part.trim())
      const weight = parameters.find((parameter) => parameter.startsWith('q='))?.slice(2)
      return { language: tag.split('-')[0]?.toLowerCase() ?? '', weight: weight === undefined ? 1 : Number(weight) }
    })
    .filter(({ language, weight }) => isLocale(language) && weight > 0)
    .toSorted((a, b) => b.weight - a.weight)
  const best = wanted[0]?.language
  return best !== undefined && isLocale(best) ? best : DEFAULT_LOCALE
}

/** The time zone of the cookie if `Intl` knows it, else the default. */
export function pickTimeZone(cookie: string | undefined): string {
  if (cookie === undefined || !/^[A-Za-z0-9_+/-]{1,64}$/.test(cookie)) return DEFAULT_TIME_ZONE
  try {
    return new Intl.DateTimeFormat('en', { timeZone: cookie }).resolvedOptions().timeZone
  } catch {
    return DEFAULT_TIME_ZONE
  }
}

export const pickTheme = (cookie: string | undefined): Theme =>
  (THEMES as readonly string[]).includes(cookie ?? '') ? (cookie as Theme) : 'system'
