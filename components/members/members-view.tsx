'use client'
import { RotateCw, UserCog, UserMinus, UserPlus, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable } from '#components/patterns/resource-table.tsx'
import { useRemoteList } from '#components/patterns/use-remote-list.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { MemberPage, MemberRow } from '#lib/features/members/types.ts'
import type { RoleRow } from '#lib/features/roles/types.ts'
import { ChangeRoleDialog } from './change-role-dialog.tsx'
import { useMemberColumns } from './columns.tsx'
import { InviteDialog } from './invite-dialog.tsx'
import { BASIC_LIST, MEMBER_LIST } from './list-shape.ts'
import { MANAGE_MEMBERS, membersApi, type MemberPlace } from './place.ts'
import { RemoveDialog } from './remove-dialog.tsx'
import { useRoleChoices } from './role-choices.ts'

type Props = {
  place: MemberPlace
  initial: MemberPage | undefined
  /** Addresses, states and log-ins are told; otherwise names and roles. */
  withDetails: boolean
  /** Of a DevOps project; the other places have the preset ones. */
  roles?: readonly RoleRow[]
}

type OpenAct = { kind: 'invite' } | { kind: 'change'; member: MemberRow } | { kind: 'remove'; members: MemberRow[] }

/** Who may do something in a workspace, a project or a DevOps project, and by which role. */
export function MembersView({ place, initial, withDetails, roles = [] }: Props) {
  const t = useTranslations('members')
  const shape = withDetails ? MEMBER_LIST : BASIC_LIST
  const { list, data, error, fetching, refresh } = useRemoteList('members', membersApi(place), shape, initial)
  const [act, setAct] = useState<OpenAct | null>(null)
  const mayManage = useCan(MANAGE_MEMBERS[place.kind])
  const choices = useRoleChoices(place, roles)
  const selection = useMemberSelection(data?.items ?? [], (members) => setAct({ kind: 'remove', members }))
  const close = () => setAct(null)
  const menuOf = (row: MemberRow) => (row.mayChange ? <RowMenu member={row} onOpen={setAct} /> : null)
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t(`lead.${place.kind}`)} />
      <ResourceTable
        label={t('title')}
        columns={useMemberColumns(withDetails)}
        page={data}
        tall
        rowKey={({ username }) => username}
        rowName={({ username }) => username}
        list={list}
        searchLabel={withDetails ? t('search') : t('searchBasic')}
        filters={[{ id: 'role', label: t('columns.role'), options: choices }]}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        selection={mayManage ? selection.ofTable : undefined}
        rowMenu={mayManage ? menuOf : undefined}
        toolbar={
          <>
            <IconButton icon={RotateCw} label={t('refreshList')} busy={fetching} onClick={refresh} />
            {mayManage ? (
              <Button tone="primary" icon={UserPlus} onClick={() => setAct({ kind: 'invite' })}>
                {t('invite.open')}
              </Button>
            ) : null}
          </>
        }
        empty={<StateView icon={Users} title={t('empty.title')} text={t('empty.text')} />}
      />
      {act?.kind === 'invite' ? <InviteDialog place={place} choices={choices} onClose={close} /> : null}
      {act?.kind === 'change' ? (
        <ChangeRoleDialog place={place} member={act.member} choices={choices} onClose={close} />
      ) : null}
      {act?.kind === 'remove' ? (
        <RemoveDialog place={place} members={act.members} onClose={close} onRemoved={selection.clear} />
      ) : null}
    </div>
  )
}

/** Members chosen for removal; oneself and those who hold more than the reader have no box. */
function useMemberSelection(shown: readonly MemberRow[], onRemove: (members: MemberRow[]) => void) {
  const t = useTranslations('members.remove')
  const [chosen, setChosen] = useState<ReadonlyMap<string, MemberRow>>(new Map())
  const known = new Map([...chosen, ...shown.map((row) => [row.username, row] as const)])
  return {
    clear: () => setChosen(new Map()),
    ofTable: {
      keys: new Set(chosen.keys()),
      without: new Set(shown.filter(({ mayChange }) => !mayChange).map(({ username }) => username)),
      onKeys: (keys: ReadonlySet<string>) => setChosen(new Map([...known].filter(([key]) => keys.has(key)))),
      actions: (
        <Button tone="danger-quiet" icon={UserMinus} onClick={() => onRemove([...chosen.values()])}>
          {t('open')}
        </Button>
      ),
    },
  }
}

function RowMenu({ member, onOpen }: { member: MemberRow; onOpen: (act: OpenAct) => void }) {
  const t = useTranslations('members')
  return (
    <>
      <MenuItem icon={UserCog} onSelect={() => onOpen({ kind: 'change', member })}>
        {t('change.open')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={UserMinus} danger onSelect={() => onOpen({ kind: 'remove', members: [member] })}>
        {t('remove.open')}
      </MenuItem>
    </>
  )
}
