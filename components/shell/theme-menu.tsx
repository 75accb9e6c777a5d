'use client'
import { Monitor, Moon, Sun, SunMoon } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { IconButton } from '#components/ui/button.tsx'
import type { IconType } from '#components/ui/icon.tsx'
import { Menu, MenuChoice } from '#components/ui/menu.tsx'
import { THEMES, type Theme } from '#lib/i18n/locales.ts'
import { useTheme } from './use-theme.ts'

export const THEME_ICONS: Record<Theme, IconType> = { system: Monitor, light: Sun, dark: Moon }

/** Light, dark, or as the system says; takes effect at once and is kept for this browser. */
export function ThemeMenu({ initial }: { initial: Theme }) {
  const t = useTranslations('shell.theme')
  const [theme, choose] = useTheme(initial)
  return (
    <Menu trigger={<IconButton icon={SunMoon} label={t('label')} />}>
      {THEMES.map((choice) => (
        <MenuChoice key={choice} icon={THEME_ICONS[choice]} chosen={choice === theme} onSelect={() => choose(choice)}>
          {t(choice)}
        </MenuChoice>
      ))}
    </Menu>
  )
}
