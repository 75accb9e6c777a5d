import { PREFERENCE_MAX_AGE_SECONDS } from '#lib/i18n/locales.ts'

/** Keeps a choice of this browser (language, theme, time zone) where the server can read it. */
export function keepPreference(cookie: string, value: string): void {
  const secure = window.location.protocol === 'https:' ? '; secure' : ''
  document.cookie = `${cookie}=${encodeURIComponent(value)}; path=/; max-age=${PREFERENCE_MAX_AGE_SECONDS}; samesite=lax${secure}`
}
