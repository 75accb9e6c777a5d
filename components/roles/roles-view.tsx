'use client'
import { Pencil, Plus, RotateCw, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import type { DevopsPlace } from '#components/deployments/urls.ts'
import { Can, useCan } from '#components/patterns/can.tsx'
import type { ListShape } from '#components/patterns/list-params.ts'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { useListParams } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button, IconButton } from '#components/ui/button.tsx'
import { MenuItem, MenuSeparator } from '#components/ui/menu.tsx'
import { localPage } from '#lib/core/local-page.ts'
import type { RoleRow } from '#lib/features/roles/types.ts'
import { DeleteRoleDialog } from './delete-dialog.tsx'
import { RolePermissions } from './permission-list.tsx'
import { CreateRoleDialog, EditRoleDialog } from './role-form.tsx'
import { useRoleTitle } from './use-role-title.ts'

/** The order of the server: preset roles, then own ones by name. */
const ROLE_LIST: ListShape = { sorts: [], defaultSort: '', defaultDirection: 'asc' }

type OpenAct = { kind: 'create' } | { kind: 'show' | 'edit' | 'delete'; role: RoleRow }
type Props = { place: DevopsPlace; initial: RoleRow[] }

/** The roles that may be given in a DevOps project: what each allows and who holds it. */
export function RolesView({ place, initial }: Props) {
  const t = useTranslations('roles')
  const list = useListParams(ROLE_LIST)
  const url = `/api/w/${place.workspace}/d/${place.devopsProject}/roles`
  const { data, error, fetching, refresh } = useRemote('members', url, initial)
  const [act, setAct] = useState<OpenAct | null>(null)
  const title = useRoleTitle()
  const mayManage = useCan('devops.members.manage')
  const columns = useColumns((role) => setAct({ kind: 'show', role }))
  const page = localPage(data ?? initial, list.params, {
    searchText: (role) => `${title(role)} ${role.alias} ${role.description}`,
    sortValue: {},
  })
  // A preset role is nobody's to change, one with more than one's own only those who have as much.
  const menuOf = (role: RoleRow) =>
    role.version === null || !role.isGrantable ? null : <RowMenu role={role} onOpen={setAct} />
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      <ResourceTable
        label={t('title')}
        columns={columns}
        page={page}
        rowKey={({ name }) => name}
        rowName={({ name }) => name}
        list={list}
        searchLabel={t('search')}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        rowMenu={mayManage ? menuOf : undefined}
        toolbar={
          <>
            <IconButton icon={RotateCw} label={t('refreshList')} busy={fetching} onClick={refresh} />
            <Can permission="devops.members.manage">
              <Button tone="primary" icon={Plus} onClick={() => setAct({ kind: 'create' })}>
                {t('create.open')}
              </Button>
            </Can>
          </>
        }
        empty={null}
      />
      <OpenDialog place={place} act={act} onClose={() => setAct(null)} />
    </div>
  )
}

function OpenDialog({ place, act, onClose }: { place: DevopsPlace; act: OpenAct | null; onClose: () => void }) {
  switch (act?.kind) {
    case undefined:
      return null
    case 'create':
      return <CreateRoleDialog place={place} onClose={onClose} />
    case 'show':
      return <RolePermissions role={act.role} onClose={onClose} />
    case 'edit':
      return <EditRoleDialog place={place} role={act.role} onClose={onClose} />
    case 'delete':
      return <DeleteRoleDialog place={place} role={act.role} onClose={onClose} />
  }
}

function useColumns(onOpen: (role: RoleRow) => void): Column<RoleRow>[] {
  const t = useTranslations('roles')
  const meanings = useTranslations('members.meanings.devops')
  const title = useRoleTitle()
  const below = ({ name, alias, description, version }: RoleRow) =>
    version === null ? meanings(name as 'admin') : [alias, description].filter((text) => text !== '').join(' · ')
  return [
    {
      id: 'name',
      header: t('columns.name'),
      isName: true,
      cell: (role) => <NameCell name={title(role)} onOpen={() => onOpen(role)} below={below(role)} />,
    },
    {
      id: 'kind',
      header: t('columns.kind'),
      width: 'w-32',
      cell: ({ version }) => (
        <span className="text-sm text-fg-2">{t(version === null ? 'kinds.preset' : 'kinds.custom')}</span>
      ),
    },
    {
      id: 'permissions',
      header: t('columns.permissions'),
      width: 'w-36',
      cell: ({ permissions }) => (
        <span className="tnum text-sm text-fg-2">{t('permissionCount', { count: permissions.length })}</span>
      ),
    },
    {
      id: 'members',
      header: t('columns.members'),
      width: 'w-28',
      cell: ({ memberCount }) => (
        <span className="tnum text-sm text-fg-2">
          {memberCount === 0 ? t('holdersNone') : t('holders', { count: memberCount })}
        </span>
      ),
    },
  ]
}

function RowMenu({ role, onOpen }: { role: RoleRow; onOpen: (act: OpenAct) => void }) {
  const t = useTranslations('roles')
  return (
    <>
      <MenuItem icon={Pencil} onSelect={() => onOpen({ kind: 'edit', role })}>
        {t('edit.open')}
      </MenuItem>
      <MenuSeparator />
      <MenuItem icon={Trash2} danger onSelect={() => onOpen({ kind: 'delete', role })}>
        {t('delete.open')}
      </MenuItem>
    </>
  )
}
