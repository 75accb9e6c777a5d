'use client'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { localPage, type LocalList } from '#lib/core/local-page.ts'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import type { TableFilter } from '#components/patterns/table-toolbar.tsx'
import type { ListState } from '#components/patterns/use-list-params.ts'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { HEALTH_STATUSES, SYNC_STATUSES, type ManagedObject } from '#lib/features/deployments/types.ts'
import type { TreeItem } from './tree/tree-items.ts'

const LOCAL: LocalList<TreeItem> = {
  searchText: ({ kind, namespace, name }) => `${kind} ${namespace} ${name}`,
  // "order" has no value: the objects stay in the order in which they are applied, each with what hangs below it.
  sortValue: {
    kind: ({ kind }) => kind,
    name: ({ name }) => name,
    namespace: ({ namespace }) => namespace,
    sync: ({ sync }) => (sync === null ? 1 : -SYNC_STATUSES.indexOf(sync)),
    health: ({ health }) => (health === null ? -1 : HEALTH_STATUSES.indexOf(health)),
  },
  filter: {
    kind: (item, value) => item.kind === value,
    sync: (item, value) => item.sync === value,
    health: (item, value) => item.health === value,
  },
}

type Props = {
  items: readonly TreeItem[]
  list: ListState
  filters: readonly TableFilter[]
  toolbar: ReactNode
  dimmed: boolean
  /** Opens the details of the object. */
  onSelect: (item: TreeItem) => void
  onShow: (key: string) => void
  onTakeOver: (object: ManagedObject) => void
}

/** The same objects as the tree, one a row. */
export function ResourcesTable({ items, list, filters, toolbar, dimmed, onSelect, onShow, onTakeOver }: Props) {
  const t = useTranslations('deployments.resources')
  const columns = useColumns(onSelect, onShow, onTakeOver)
  return (
    <ResourceTable
      label={t('title')}
      columns={columns}
      page={localPage(items, list.params, LOCAL)}
      rowKey={({ key }) => key}
      rowName={({ kind, name }) => `${kind} ${name}`}
      list={list}
      searchLabel={t('search')}
      filters={filters}
      toolbar={toolbar}
      dimmed={dimmed}
      empty={null}
    />
  )
}

function useColumns(
  onSelect: (item: TreeItem) => void,
  onShow: (key: string) => void,
  onTakeOver: (object: ManagedObject) => void,
): Column<TreeItem>[] {
  const t = useTranslations('deployments.resources')
  const none = useTranslations('common')('none')
  return [
    {
      id: 'kind',
      header: t('kind'),
      sort: 'kind',
      width: 'w-[15%] max-nav:w-28',
      cell: ({ kind }) => <span className="block truncate text-xs text-fg-2">{kind}</span>,
    },
    {
      id: 'name',
      header: t('name'),
      sort: 'name',
      isName: true,
      cell: (item) => <ObjectName item={item} onSelect={onSelect} />,
    },
    {
      id: 'namespace',
      header: t('namespace'),
      sort: 'namespace',
      width: 'w-[14%]',
      hideBelow: 'mid',
      cell: ({ namespace }) => (
        <span className="block truncate text-sm text-fg-2">{namespace === '' ? none : namespace}</span>
      ),
    },
    {
      id: 'sync',
      header: t('sync'),
      sort: 'sync',
      width: 'w-[26%]',
      cell: (item) => <ObjectSync item={item} onShow={onShow} onTakeOver={onTakeOver} />,
    },
    {
      id: 'health',
      header: t('health'),
      sort: 'health',
      width: 'w-[22%]',
      cell: (item) => <ObjectHealth item={item} />,
    },
  ]
}

function ObjectName({ item, onSelect }: { item: TreeItem; onSelect: (item: TreeItem) => void }) {
  const t = useTranslations('deployments')
  const { name, managed, parent } = item
  const [, kind = '', , parentName = ''] = parent?.split('/') ?? []
  return (
    <span className="flex min-w-0 items-center gap-2">
      <span className="min-w-0">
        <button
          type="button"
          title={name}
          onClick={() => onSelect(item)}
          className="block max-w-full truncate rounded-xs text-left font-mono text-xs font-medium hover:text-accent hover:underline"
        >
          {name}
        </button>
        {parent === null ? null : (
          <span className="block truncate text-xs text-fg-3">
            {t('tree.below', { parent: `${kind} ${parentName}` })}
          </span>
        )}
      </span>
      {managed?.adopted && managed.syncWhy?.reason !== 'owned_by_other' ? (
        <span title={t('resources.adoptedText')}>
          <Badge tone="mute">{t('resources.adopted')}</Badge>
        </span>
      ) : null}
    </span>
  )
}

type SyncProps = {
  item: TreeItem
  onShow: (key: string) => void
  onTakeOver: (object: ManagedObject) => void
}

function ObjectSync({ item, onShow, onTakeOver }: SyncProps) {
  const t = useTranslations('deployments')
  const { managed } = item
  if (managed === null) return <span className="text-xs text-fg-3">{t('tree.madeByCluster')}</span>
  const { key, sync, syncWhy, differences } = managed
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge kind="sync" status={sync} place="table" />
      {differences.length > 0 ? (
        <button type="button" onClick={() => onShow(key)} className="truncate rounded-xs text-xs text-accent underline">
          {t('resources.differences', { count: differences.length })}
        </button>
      ) : (
        <WhyShort why={syncWhy} className="max-nav:hidden" />
      )}
      {syncWhy?.reason === 'owned_by_other' ? (
        <Can permission="devops.deployments.manage">
          <Button size="sm" onClick={() => onTakeOver(managed)} className="ml-auto">
            {t('resources.takeOver')}
          </Button>
        </Can>
      ) : null}
    </span>
  )
}

function ObjectHealth({ item }: { item: TreeItem }) {
  const t = useTranslations('deployments.run')
  if (item.health === null) return <span className="text-xs text-fg-3">{t('noHealth')}</span>
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge kind="health" status={item.health} place="table" />
      <WhyShort why={item.healthWhy} className="max-nav:hidden" />
    </span>
  )
}
