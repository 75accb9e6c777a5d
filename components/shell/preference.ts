import { PREFERENCE_MAX_AGE_SECONDS } from '#lib/i18n/locales.ts'

/** Keeps a choice of this browser (language, theme, time zone) where the server can read it, for `maxAge` seconds. */
export function keepPreference(cookie: string, value: string, maxAge = PREFERENCE_MAX_AGE_SECONDS): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `${cookie}=${encodeURIComponent(value)}; path=/; max-age=${maxAge}; samesite=lax${secure}`
}
