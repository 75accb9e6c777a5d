'use client'
import { ChevronDown, CircleUserRound, LogOut, Settings2 } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useTranslations } from 'use-intl/react'
import { useAction } from '#components/patterns/use-action.ts'
import { toast } from '#components/patterns/toast-store.ts'
import { Icon } from '#components/ui/icon.tsx'
import { Menu, MenuItem, MenuLabel, MenuSeparator } from '#components/ui/menu.tsx'
import { signOutAction } from '#lib/features/users/actions.ts'
import type { SessionView } from '#lib/features/users/types.ts'
import { describeError } from '#lib/i18n/describe.ts'
import { initials } from './initials.ts'
import { platformHome, profilePage } from './paths.ts'

export function UserMenu({ session }: { session: SessionView }) {
  const t = useTranslations()
  const router = useRouter()
  const { run } = useAction(signOutAction)
  const signOut = async () => {
    const result = await run({})
    // A full load: nothing of the person stays in the memory of the page.
    if (result.ok) return window.location.assign(result.data.next)
    const words = describeError(result.error, t)
    toast({ tone: 'failure', title: words.title, text: words.text, requestId: words.requestId })
  }
  return (
    <Menu
      className="w-56"
      trigger={
        <button
          type="button"
          className="ml-1 flex h-8 min-w-0 items-center gap-2 rounded-sm pr-2 pl-1 hover:bg-hover data-[state=open]:bg-active"
        >
          <span
            aria-hidden
            className="grid size-6 shrink-0 place-items-center rounded-sm bg-accent-soft text-xs font-semibold text-accent"
          >
            {initials(session.username)}
          </span>
          <span className="max-w-40 truncate text-sm max-sm:sr-only">{session.username}</span>
          <span className="sr-only">{t('shell.user.label')}</span>
          <Icon as={ChevronDown} className="size-3.5 text-fg-3" />
        </button>
      }
    >
      <MenuLabel>
        <span className="block truncate text-sm font-medium text-fg">{session.username}</span>
        <span className="block truncate">{session.email}</span>
        <span className="block truncate">{t(`shell.user.roles.${session.platformRole}`)}</span>
      </MenuLabel>
      <MenuSeparator />
      {session.permissions.length === 0 ? null : (
        <MenuItem icon={Settings2} onSelect={() => router.push(platformHome)}>
          {t('shell.user.platform')}
        </MenuItem>
      )}
      <MenuItem icon={CircleUserRound} onSelect={() => router.push(profilePage)}>
        {t('shell.user.profile')}
      </MenuItem>
      <MenuItem icon={LogOut} onSelect={() => void signOut()}>
        {t('shell.user.signOut')}
      </MenuItem>
    </Menu>
  )
}
