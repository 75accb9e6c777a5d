'use client'
import { Languages } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useLocale, useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { LOCALE_COOKIE, LOCALES, type Locale } from '#lib/i18n/locales.ts'
import { keepPreference } from './preference.ts'

/** A language in its own words: the person who looks for it may read no other. */
export const ownName = (locale: Locale): string =>
  new Intl.DisplayNames([locale], { type: 'language' }).of(locale) ?? locale

/** Keeps the language for this browser and has the page rendered in it; nothing that was typed is lost. */
export function useChooseLanguage(): (locale: Locale) => void {
  const router = useRouter()
  return (locale) => {
    keepPreference(LOCALE_COOKIE, locale)
    router.refresh()
  }
}

export function LanguageMenu() {
  const t = useTranslations('shell.language')
  const current = useLocale()
  const choose = useChooseLanguage()
  return (
    <Menu trigger={<IconButton icon={Languages} label={t('label')} />}>
      {LOCALES.map((locale) => (
        <MenuChoice key={locale} chosen={locale === current} onSelect={() => choose(locale)}>
          <span lang={locale}>{ownName(locale)}</span>
        </MenuChoice>
      ))}
    </Menu>
  )
}
