'use client'
import { Boxes } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { localPage, type LocalList } from '#lib/core/local-page.ts'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import type { ListShape } from '#components/patterns/list-params.ts'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'
import {
  HEALTH_STATUSES,
  SYNC_STATUSES,
  type DeploymentDetail,
  type ManagedObject,
} from '#lib/features/deployments/types.ts'
import type { OpenAct } from '../dialogs/deployment-acts.tsx'
import { useLocalList } from './use-local-list.ts'

const SHAPE: ListShape = {
  sorts: ['order', 'kind', 'name', 'namespace', 'sync', 'health'],
  defaultSort: 'order',
  defaultDirection: 'asc',
  filters: { sync: SYNC_STATUSES, health: HEALTH_STATUSES },
}
const PAGE_SIZE = 50

const LOCAL: LocalList<ManagedObject> = {
  searchText: ({ kind, namespace, name }) => `${kind} ${namespace} ${name}`,
  // "order" has no value: the objects stay in the order in which they are applied.
  sortValue: {
    kind: ({ kind }) => kind,
    name: ({ name }) => name,
    namespace: ({ namespace }) => namespace,
    sync: ({ sync }) => -SYNC_STATUSES.indexOf(sync),
    health: ({ health }) => (health === null ? -1 : HEALTH_STATUSES.indexOf(health)),
  },
  filter: {
    sync: (object, value) => object.sync === value,
    health: (object, value) => object.health === value,
  },
}

type Props = {
  detail: Pick<DeploymentDetail, 'name' | 'objects'>
  dimmed: boolean
  onOpen: (act: OpenAct) => void
  onShow: (key: string) => void
}

/** Every object the deployment manages, with both states and what differs. */
export function ResourcesTab({ detail, dimmed, onOpen, onShow }: Props) {
  const t = useTranslations('deployments.resources')
  const list = useLocalList(SHAPE, PAGE_SIZE)
  const { name, objects } = detail
  const columns = useColumns(onShow, (object) => onOpen({ kind: 'takeOver', name, object }))
  const filters = useFilters()
  return (
    <ResourceTable
      label={t('title')}
      columns={columns}
      page={localPage(objects, list.params, LOCAL)}
      rowKey={({ key }) => key}
      rowName={({ kind, name: objectName }) => `${kind} ${objectName}`}
      list={list}
      searchLabel={t('search')}
      filters={filters}
      dimmed={dimmed}
      empty={<StateView icon={Boxes} size="panel" title={t('empty')} text={t('emptyText')} />}
    />
  )
}

function useFilters() {
  const t = useTranslations('deployments.resources')
  const status = useTranslations('status')
  return [
    {
      id: 'sync',
      label: t('sync'),
      options: SYNC_STATUSES.map((value) => ({ value, label: status(`sync.${value}`) })),
    },
    {
      id: 'health',
      label: t('health'),
      options: HEALTH_STATUSES.map((value) => ({ value, label: status(`health.${value}`) })),
    },
  ]
}

function useColumns(
  onShow: (key: string) => void,
  onTakeOver: (object: ManagedObject) => void,
): Column<ManagedObject>[] {
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
    { id: 'name', header: t('name'), sort: 'name', isName: true, cell: (object) => <ObjectName object={object} /> },
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
      cell: (object) => <ObjectSync object={object} onShow={onShow} onTakeOver={onTakeOver} />,
    },
    {
      id: 'health',
      header: t('health'),
      sort: 'health',
      width: 'w-[22%]',
      cell: (object) => <ObjectHealth object={object} />,
    },
  ]
}

function ObjectName({ object }: { object: ManagedObject }) {
  const t = useTranslations('deployments.resources')
  return (
    <span className="flex min-w-0 items-center gap-2">
      <code className="truncate text-xs font-medium" title={object.name}>
        {object.name}
      </code>
      {object.adopted && object.syncWhy?.reason !== 'owned_by_other' ? (
        <span title={t('adoptedText')}>
          <Badge tone="mute">{t('adopted')}</Badge>
        </span>
      ) : null}
    </span>
  )
}

type SyncProps = {
  object: ManagedObject
  onShow: (key: string) => void
  onTakeOver: (object: ManagedObject) => void
}

function ObjectSync({ object, onShow, onTakeOver }: SyncProps) {
  const t = useTranslations('deployments.resources')
  const { key, sync, syncWhy, differences } = object
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge kind="sync" status={sync} place="table" />
      {differences.length > 0 ? (
        <button type="button" onClick={() => onShow(key)} className="truncate rounded-xs text-xs text-accent underline">
          {t('differences', { count: differences.length })}
        </button>
      ) : (
        <WhyShort why={syncWhy} className="max-nav:hidden" />
      )}
      {syncWhy?.reason === 'owned_by_other' ? (
        <Can permission="devops.deployments.manage">
          <Button size="sm" onClick={() => onTakeOver(object)} className="ml-auto">
            {t('takeOver')}
          </Button>
        </Can>
      ) : null}
    </span>
  )
}

function ObjectHealth({ object }: { object: ManagedObject }) {
  const t = useTranslations('deployments.run')
  if (object.health === null) return <span className="text-xs text-fg-3">{t('noHealth')}</span>
  return (
    <span className="flex min-w-0 items-center gap-2">
      <StatusBadge kind="health" status={object.health} place="table" />
      <WhyShort why={object.healthWhy} className="max-nav:hidden" />
    </span>
  )
}
