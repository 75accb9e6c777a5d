'use client'
import { Monitor, Moon, Sun, SunMoon } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import type { IconType } from '#components/ui/icon.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { THEME_COOKIE, THEMES, type Theme } from '#lib/i18n/locales.ts'
import { keepPreference } from './preference.ts'

const ICONS: Record<Theme, IconType> = { system: Monitor, light: Sun, dark: Moon }

/** Light, dark, or as the system says; takes effect at once and is kept for this browser. */
export function ThemeMenu({ initial }: { initial: Theme }) {
  const t = useTranslations('shell.theme')
  const [theme, setTheme] = useState(initial)
  const choose = (next: Theme) => {
    setTheme(next)
    keepPreference(THEME_COOKIE, next)
    document.documentElement.classList.remove('light', 'dark')
    if (next !== 'system') document.documentElement.classList.add(next)
  }
  return (
    <Menu trigger={<IconButton icon={SunMoon} label={t('label')} />}>
      {THEMES.map((choice) => (
        <MenuChoice key={choice} icon={ICONS[choice]} chosen={choice === theme} onSelect={() => choose(choice)}>
          {t(choice)}
        </MenuChoice>
      ))}
    </Menu>
  )
}
