'use client'
import { RotateCw, Users } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable } from '#components/patterns/resource-table.tsx'
import type { TableFilter } from '#components/patterns/table-toolbar.tsx'
import { useListParams } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { IconButton } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'
import { PLATFORM_ROLES } from '#lib/authz/actor.ts'
import { USER_STATES, type UserPage } from '#lib/features/users/types.ts'
import { useUserColumns } from './columns.tsx'
import { USER_LIST } from './list-shape.ts'

const API = '/api/platform/users'

/** Everybody who can sign in. */
export function UsersView({ initial }: { initial: UserPage | undefined }) {
  const t = useTranslations('users')
  const list = useListParams(USER_LIST)
  const [firstQuery] = useState(list.query)
  const url = list.query === '' ? API : `${API}?${list.query}`
  const { data, error, fetching, refresh } = useRemote('users', url, list.query === firstQuery ? initial : undefined)
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
        toolbar={<IconButton icon={RotateCw} label={t('refreshList')} busy={fetching} onClick={refresh} />}
        empty={<StateView icon={Users} title={t('empty.title')} text={t('empty.text')} />}
      />
    </div>
  )
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
