import Link from 'next/link'
import type { ReactNode } from 'react'
import { cn } from '#components/ui/cn.ts'
import { Logo } from '#components/ui/logo.tsx'
import type { SessionView } from '#lib/features/users/types.ts'
import { getPreferences, getT } from '#lib/i18n/server.ts'
import { CommandPalette } from './command-palette.tsx'
import { LanguageMenu } from './language-menu.tsx'
import type { NavItem } from './nav-model.ts'
import { ScopeSwitcher, type ScopeSwitcherProps } from './scope-switcher.tsx'
import { ThemeMenu } from './theme-menu.tsx'
import { UserMenu } from './user-menu.tsx'

type Props = {
  session: SessionView
  switchers: readonly ScopeSwitcherProps[]
  /** What the palette offers besides what it finds. */
  pages: readonly NavItem[]
  /** The button that opens the navigation on narrow screens. */
  drawer?: ReactNode
}

/** The bar above everything: the mark, where one is, and one's own settings. */
export async function TopBar({ session, switchers, pages, drawer }: Props) {
  const [t, { theme }] = await Promise.all([getT('shell'), getPreferences()])
  return (
    <header className="sticky top-0 layer-bar flex h-[52px] items-center gap-1 border-b border-line bg-surface pr-3 pl-4">
      {drawer}
      <Link href="/" aria-label={t('home')} className="mr-3 flex items-center gap-2 rounded-sm text-accent">
        <Logo />
        <span className="text-lg font-bold text-fg max-sm:hidden">{t('brand')}</span>
      </Link>
      <div className="flex min-w-0 items-center">
        {switchers.map((switcher, index) => (
          // A telephone has room for the place one is in, not for what it lies in.
          <div
            key={switcher.icon}
            className={cn('flex min-w-0 items-center', index < switchers.length - 1 && 'max-sm:hidden')}
          >
            {index === 0 ? (
              <span aria-hidden className="mr-1 h-5 w-px shrink-0 bg-line max-sm:hidden" />
            ) : (
              <span aria-hidden className="text-line-strong max-sm:hidden">
                /
              </span>
            )}
            <ScopeSwitcher {...switcher} />
          </div>
        ))}
      </div>
      <div className="ml-auto flex shrink-0 items-center">
        <CommandPalette pages={pages} />
        <ThemeMenu initial={theme} />
        <LanguageMenu />
        <UserMenu session={session} />
      </div>
    </header>
  )
}
