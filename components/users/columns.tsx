'use client'
import { CircleCheck, CircleSlash, KeyRound } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import type { UserSummary } from '#lib/features/users/types.ts'

/** The columns of the list. */
export function useUserColumns(): Column<UserSummary>[] {
  const t = useTranslations('users')
  const roles = useTranslations('shell.user.roles')
  const members = useTranslations('members')
  return [
    {
      id: 'username',
      header: t('columns.username'),
      sort: 'username',
      isName: true,
      cell: ({ username, email, own }) => (
        <NameCell name={own ? `${username} (${t('you')})` : username} below={email} />
      ),
    },
    {
      id: 'platformRole',
      header: t('columns.platformRole'),
      width: 'w-[20%]',
      cell: ({ platformRole, roleFromGroup }) => (
        <span className="block min-w-0">
          <span className="block truncate text-sm text-fg-2">{roles(platformRole)}</span>
          {roleFromGroup === null ? null : (
            <span className="block truncate text-xs text-fg-3">{members('fromGroup', { name: roleFromGroup })}</span>
          )}
        </span>
      ),
    },
    { id: 'state', header: t('columns.state'), width: 'w-[20%]', cell: (user) => <StateCell user={user} /> },
    {
      id: 'lastLoginAt',
      header: t('columns.lastLoginAt'),
      sort: 'lastLoginAt',
      width: 'w-[180px]',
      hideBelow: 'nav',
      cell: ({ lastLoginAt }) =>
        lastLoginAt === null ? (
          <span className="text-sm text-fg-3">{t('never')}</span>
        ) : (
          <TimeText at={lastLoginAt} relative="hidden" />
        ),
    },
    {
      id: 'createdAt',
      header: t('columns.createdAt'),
      sort: 'createdAt',
      width: 'w-[168px]',
      hideBelow: 'wide',
      cell: ({ createdAt }) => <TimeText at={createdAt} relative="hidden" />,
    },
  ]
}

/** Whether the person can sign in, and whether a new password is awaited first. */
function StateCell({ user: { state, mustChangePassword } }: { user: UserSummary }) {
  const t = useTranslations('users.states')
  if (state === 'disabled')
    return (
      <Badge icon={CircleSlash} tone="mute" place="table">
        {t('disabled')}
      </Badge>
    )
  return mustChangePassword ? (
    <Badge icon={KeyRound} tone="warn" place="table">
      {t('mustChange')}
    </Badge>
  ) : (
    <Badge icon={CircleCheck} tone="ok" quiet place="table">
      {t('active')}
    </Badge>
  )
}
