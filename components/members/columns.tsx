'use client'
import { CircleCheck, CircleSlash } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { NameCell } from '#components/patterns/name-cell.tsx'
import type { Column } from '#components/patterns/resource-table.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import type { MemberRow } from '#lib/features/members/types.ts'
import { Avatar } from './person.tsx'
import { useRoleWords } from './role-choices.ts'

/** The columns of the list; readers of the basic list have names and roles. */
export function useMemberColumns(withDetails: boolean): Column<MemberRow>[] {
  const t = useTranslations('members')
  const basic: Column<MemberRow>[] = [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ username, isSelf, details }) => (
        <span className="flex min-w-0 items-center gap-2.5">
          <Avatar username={username} />
          <NameCell name={isSelf ? `${username} (${t('you')})` : username} below={details?.email} />
        </span>
      ),
    },
    { id: 'role', header: t('columns.role'), width: 'w-[28%]', cell: (row) => <RoleCell row={row} /> },
  ]
  return withDetails ? [...basic, ...detailColumns(t)] : basic
}

const detailColumns = (t: ReturnType<typeof useTranslations<'members'>>): Column<MemberRow>[] => [
  {
    id: 'state',
    header: t('columns.state'),
    width: 'w-32',
    hideBelow: 'nav',
    cell: ({ details }) => <StateCell isDisabled={details?.isDisabled ?? false} />,
  },
  {
    id: 'lastLoginAt',
    header: t('columns.lastLoginAt'),
    sort: 'lastLoginAt',
    width: 'w-[168px]',
    hideBelow: 'mid',
    cell: ({ details }) => <TimeText at={details?.lastLoginAt ?? null} relative="hidden" empty={t('never')} />,
  },
  {
    id: 'since',
    header: t('columns.since'),
    width: 'w-[168px]',
    hideBelow: 'wide',
    cell: ({ details }) => <TimeText at={details?.since ?? null} relative="hidden" />,
  },
]

/** The role of the invitation, and below it where access comes from besides. */
function RoleCell({ row: { role, fromGroup, inherited } }: { row: MemberRow }) {
  const t = useTranslations('members')
  const words = useRoleWords()
  const from = inherited === 'admin' || inherited === 'viewer' ? t(`inherited.${inherited}`) : null
  return (
    <span className="block min-w-0">
      {role === null ? null : (
        <span className="block truncate text-sm" title={words(role)}>
          {words(role)}
        </span>
      )}
      {fromGroup === null ? null : <Note text={t('fromGroup', { name: fromGroup })} />}
      {from === null ? null : <Note text={from} />}
    </span>
  )
}

const Note = ({ text }: { text: string }) => (
  <span className="block truncate text-xs text-fg-2" title={text}>
    {text}
  </span>
)

function StateCell({ isDisabled }: { isDisabled: boolean }) {
  const t = useTranslations('members.states')
  return isDisabled ? (
    <Badge icon={CircleSlash} tone="mute" place="table">
      {t('disabled')}
    </Badge>
  ) : (
    <Badge icon={CircleCheck} tone="ok" quiet place="table">
      {t('active')}
    </Badge>
  )
}
