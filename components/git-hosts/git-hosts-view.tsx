'use client'
import { Plus, ServerCog, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can, useCan } from '#components/patterns/can.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { useListParams, type ListShape } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { MenuItem } from '#components/ui/menu.tsx'
import { StateView } from '#components/ui/states.tsx'
import { localPage } from '#lib/core/local-page.ts'
import type { GitHost, GitHostList } from '#lib/features/git-hosts/types.ts'
import { AddHostDialog, RemoveHostDialog } from './dialogs.tsx'

const LIST: ListShape = { sorts: ['host'], defaultSort: 'host', defaultDirection: 'asc' }

type Act = { kind: 'add' } | { kind: 'remove'; host: GitHost }

/** Git hosts that may be contacted although their address is private, and who reads from each. */
export function GitHostsView({ initial }: { initial: GitHostList }) {
  const t = useTranslations('gitHosts')
  const list = useListParams(LIST)
  const { data = initial, error, fetching, refresh } = useRemote('git-hosts', '/api/platform/git-hosts', initial)
  const [act, setAct] = useState<Act | null>(null)
  const mayManage = useCan('platform.settings.manage')
  const add = (
    <Can permission="platform.settings.manage">
      <Button tone="primary" icon={Plus} onClick={() => setAct({ kind: 'add' })}>
        {t('add.open')}
      </Button>
    </Can>
  )
  const menuOf = (host: GitHost) => (
    <MenuItem icon={Trash2} danger onSelect={() => setAct({ kind: 'remove', host })}>
      {t('remove.open')}
    </MenuItem>
  )
  const page = localPage(data.hosts, list.params, {
    searchText: ({ host, repositories }) => [host, ...repositories.map(({ name }) => name)].join(' '),
    sortValue: { host: ({ host }) => host },
  })
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      <FailureNotice failure={error} />
      <ResourceTable
        label={t('title')}
        columns={useColumns()}
        page={page}
        rowKey={(row) => row.host}
        rowName={(row) => row.host}
        list={list}
        searchLabel={t('search')}
        fetching={fetching}
        onRetry={refresh}
        toolbar={add}
        rowMenu={mayManage ? menuOf : undefined}
        empty={<StateView icon={ServerCog} title={t('empty.title')} text={t('empty.text')} actions={add} />}
      />
      {act?.kind === 'add' ? <AddHostDialog version={data.version} onClose={() => setAct(null)} /> : null}
      {act?.kind === 'remove' ? (
        <RemoveHostDialog version={data.version} host={act.host} onClose={() => setAct(null)} />
      ) : null}
    </div>
  )
}

function useColumns(): Column<GitHost>[] {
  const t = useTranslations('gitHosts')
  return [
    { id: 'host', header: t('columns.host'), sort: 'host', isName: true, cell: ({ host }) => <NameCell name={host} /> },
    {
      id: 'risk',
      header: t('columns.note'),
      width: 'w-[30%]',
      cell: ({ risk, isDemo }) => (
        <span className="flex flex-wrap items-center gap-2 text-sm text-fg-2">
          {risk === null ? null : (
            <Badge tone="warn" title={t(`riskText.${risk}`)}>
              {t(`risk.${risk}`)}
            </Badge>
          )}
          {isDemo ? <span className="text-xs">{t('demo')}</span> : null}
        </span>
      ),
    },
    {
      id: 'usedBy',
      header: t('columns.usedBy'),
      width: 'w-[32%]',
      cell: ({ repositories, repositoryCount }) => (
        <span className="block truncate text-sm text-fg-2" title={repositories.map(placeOf).join('\n')}>
          {repositoryCount === 0 ? t('unused') : t('usedBy', { count: repositoryCount, name: firstOf(repositories) })}
        </span>
      ),
    },
  ]
}

const placeOf = ({ workspace, devopsProject, name }: GitHost['repositories'][number]): string =>
  `${workspace} / ${devopsProject} / ${name}`

const firstOf = (repositories: GitHost['repositories']): string => (repositories[0] ? placeOf(repositories[0]) : '')
