'use client'
import { useLocale } from 'use-intl/react'
import { ownName, useChooseLanguage } from '#components/shell/language-menu.tsx'
import { LOCALES } from '#lib/i18n/locales.ts'

/** The languages side by side, for pages without the top bar. */
export function LanguageLinks() {
  const current = useLocale()
  const choose = useChooseLanguage()
  return LOCALES.map((locale) =>
    locale === current ? (
      <span key={locale} lang={locale} aria-current="true">
        {ownName(locale)}
      </span>
    ) : (
      <button
        key={locale}
        type="button"
        lang={locale}
        onClick={() => choose(locale)}
        className="-my-1 rounded-xs px-1 py-1 text-accent hover:underline"
      >
        {ownName(locale)}
      </button>
    ),
  )
}
