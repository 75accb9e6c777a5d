'use client'
import { CircleCheck, CircleSlash, IdCard, KeyRound, Link2, Pencil, Plus, RotateCw, Trash2, Users } from 'lucide-react'
import { useState, type ComponentType } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable } from '#components/patterns/resource-table.tsx'
import type { TableFilter } from '#components/patterns/table-toolbar.tsx'
import { useRemoteList } from '#components/patterns/use-remote-list.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import { UserIdentitiesDialog } from '#components/single-sign-on/user-identities-dialog.tsx'
import { PLATFORM_ROLES } from '#lib/authz/actor.ts'
import type { SignInChoice } from '#lib/features/single-sign-on/types.ts'
import { USER_STATES, type UserAct, type UserPage, type UserSummary } from '#lib/features/users/types.ts'
import {
  DeleteUserDialog,
  EditUserDialog,
  PlatformRoleDialog,
  ResetPasswordDialog,
  UserStateDialog,
  type UserDialogProps,
} from './change-dialogs.tsx'
import { CreateUserDialog } from './create-dialog.tsx'
import { useUserColumns } from './columns.tsx'
import { USER_LIST } from './list-shape.ts'

type OpenAct = { kind: 'create' } | { kind: UserAct | 'identities'; user: UserSummary }

const DIALOGS: Record<UserAct, ComponentType<UserDialogProps>> = {
  edit: EditUserDialog,
  role: PlatformRoleDialog,
  password: ResetPasswordDialog,
  state: UserStateDialog,
  delete: DeleteUserDialog,
}

const API = '/api/platform/users'

/** `choices`: the providers by which people may sign in. */
type Props = { initial: UserPage | undefined; choices: readonly SignInChoice[] }

/** Everybody who can sign in. */
export function UsersView({ initial, choices }: Props) {
  const t = useTranslations('users')
  const { list, data, error, fetching, refresh } = useRemoteList('users', API, USER_LIST, initial)
  const [act, setAct] = useState<OpenAct | null>(null)
  const create = <CreateButton onClick={() => setAct({ kind: 'create' })} />
  const menuOf = (user: UserSummary) =>
    user.acts.length === 0 ? null : <RowMenu user={user} linkable={choices.length > 0} onOpen={setAct} />
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      <ResourceTable
        label={t('title')}
        columns={useUserColumns()}
        page={data}
        rowKey={(row) => row.id}
        rowName={(row) => row.username}
        list={list}
        searchLabel={t('search')}
        filters={useFilters()}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        toolbar={
          <>
            <IconButton icon={RotateCw} label={t('refreshList')} busy={fetching} onClick={refresh} />
            {create}
          </>
        }
        rowMenu={menuOf}
        empty={<StateView icon={Users} title={t('empty.title')} text={t('empty.text')} actions={create} />}
      />
      <OpenDialog act={act} choices={choices} onClose={() => setAct(null)} />
    </div>
  )
}

type OpenProps = { act: OpenAct | null; choices: readonly SignInChoice[]; onClose: () => void }

function OpenDialog({ act, choices, onClose }: OpenProps) {
  if (act === null) return null
  if (act.kind === 'create') return <CreateUserDialog onClose={onClose} />
  if (act.kind === 'identities') return <UserIdentitiesDialog user={act.user} choices={choices} onClose={onClose} />
  const Dialog = DIALOGS[act.kind]
  return <Dialog user={act.user} onClose={onClose} />
}

function CreateButton({ onClick }: { onClick: () => void }) {
  const t = useTranslations('users')
  return (
    <Can permission="platform.users.manage">
      <Button tone="primary" icon={Plus} onClick={onClick}>
        {t('create.open')}
      </Button>
    </Can>
  )
}

const ICONS = { edit: Pencil, role: IdCard, password: KeyRound, delete: Trash2 } as const

type MenuProps = { user: UserSummary; linkable: boolean; onOpen: (act: OpenAct) => void }

/** What the reader may do with the account. */
function RowMenu({ user, linkable, onOpen }: MenuProps) {
  const t = useTranslations('users')
  const sso = useTranslations('singleSignOn.user')
  const stateAct = user.state === 'active' ? 'disable' : 'enable'
  return user.acts.map((kind) => {
    const open = () => onOpen({ kind, user })
    if (kind === 'state')
      return (
        <MenuItem key={kind} icon={stateAct === 'disable' ? CircleSlash : CircleCheck} onSelect={open}>
          {t(`${stateAct}.open`)}
        </MenuItem>
      )
    const item = (
      <MenuItem key={kind} icon={ICONS[kind]} danger={kind === 'delete'} onSelect={open}>
        {t(`${kind}.open`)}
      </MenuItem>
    )
    if (kind === 'password' && linkable) {
      const link = () => onOpen({ kind: 'identities', user })
      return [
        item,
        <MenuItem key="identities" icon={Link2} onSelect={link}>
          {sso('open')}
        </MenuItem>,
      ]
    }
    return kind === 'delete' ? [<MenuSeparator key="line" />, item] : item
  })
}

function useFilters(): TableFilter[] {
  const t = useTranslations('users')
  const roles = useTranslations('shell.user.roles')
  return [
    {
      id: 'role',
      label: t('filters.role'),
      options: PLATFORM_ROLES.map((role) => ({ value: role, label: roles(role) })),
    },
    {
      id: 'state',
      label: t('filters.state'),
      options: USER_STATES.map((state) => ({ value: state, label: t(`states.${state}`) })),
    },
  ]
}
