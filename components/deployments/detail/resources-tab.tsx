'use client'
import { Boxes, Network, Rows3 } from 'lucide-react'
import { useMemo } from 'react'
import { useTranslations } from 'use-intl/react'
import { sameId } from '#components/objects/access.ts'
import { OpenedPanel, useOpenedObject } from '#components/objects/use-opened-object.tsx'
import { Banner } from '#components/patterns/banner.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import type { ListShape } from '#components/patterns/list-params.ts'
import { ClearFilters, TableToolbar } from '#components/patterns/table-toolbar.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Mounted } from '#components/ui/mounted.tsx'
import { StateView } from '#components/ui/states.tsx'
import { ViewSwitch } from '#components/ui/view-switch.tsx'
import {
  HEALTH_STATUSES,
  SYNC_STATUSES,
  type DeploymentDetail,
  type DeploymentTree,
} from '#lib/features/deployments/types.ts'
import type { OpenAct } from '../dialogs/deployment-acts.tsx'
import { treeApi, type DevopsPlace } from '../urls.ts'
import { ResourcesTable } from './resources-table.tsx'
import { TreeCanvas } from './tree/tree-canvas.tsx'
import { kindsOf, matches, toItems, type TreeItem } from './tree/tree-items.ts'
import { useLocalList } from './use-local-list.ts'
import { useTextInUrl } from '#components/patterns/use-text-in-url.ts'

const SHAPE: ListShape = {
  sorts: ['order', 'kind', 'name', 'namespace', 'sync', 'health'],
  defaultSort: 'order',
  defaultDirection: 'asc',
  filters: { sync: SYNC_STATUSES, health: HEALTH_STATUSES },
}
const PAGE_SIZE = 50
/** No event tells of pods: the tree is read again by the clock. The server keeps its lists for three seconds. */
const READ_EVERY_MS = 5000

type Props = {
  place: DevopsPlace
  detail: DeploymentDetail
  dimmed: boolean
  onOpen: (act: OpenAct) => void
  /** Shows what differs in the object of this key. */
  onShow: (key: string) => void
}

/** Every object that the deployment manages with what Kubernetes made for it, as a tree or as a table. */
export function ResourcesTab({ place, detail, dimmed, onOpen, onShow }: Props) {
  const t = useTranslations('deployments')
  const [view, setView] = useTextInUrl('view')
  const opened = useOpenedObject()
  const list = useLocalList(SHAPE, PAGE_SIZE)
  const { name, objects } = detail
  const tree = useRemote<DeploymentTree>('deployments', treeApi(place, name), undefined, READ_EVERY_MS)
  const items = useMemo(() => toItems(objects, tree.data?.nodes ?? []), [objects, tree.data])
  const selected = items.find((item) => opened.object !== null && sameId(item, opened.object))?.key ?? null
  const filters = useFilters(items)
  const { search: text, filters: chosen } = list.params
  const { kind, health, sync } = chosen
  const filter = useMemo(() => ({ text, kind, health, sync }), [text, kind, health, sync])
  const viewSwitch = (
    <ViewSwitch
      label={t('tree.view')}
      value={view === 'table' ? 'table' : 'tree'}
      onValue={(next) => setView(next === 'table' ? 'table' : null)}
      choices={[
        { value: 'tree', label: t('tree.asTree'), icon: Network },
        { value: 'table', label: t('tree.asTable'), icon: Rows3 },
      ]}
    />
  )
  if (objects.length === 0)
    return (
      <div className="rounded-md border border-line bg-surface">
        <StateView icon={Boxes} size="panel" title={t('resources.empty')} text={t('resources.emptyText')} />
      </div>
    )
  return (
    <div className="grid gap-3">
      <TreeNotices tree={tree} />
      {view === 'table' ? (
        <ResourcesTable
          items={items}
          list={list}
          filters={filters}
          toolbar={viewSwitch}
          dimmed={dimmed}
          onSelect={opened.open}
          onShow={onShow}
          onTakeOver={(object) => onOpen({ kind: 'takeOver', name, object })}
        />
      ) : (
        <section
          aria-label={t('resources.title')}
          className="min-w-0 overflow-hidden rounded-md border border-line bg-surface"
        >
          <div className="border-b border-line">
            <TableToolbar list={list} searchLabel={t('resources.search')} filters={filters}>
              {viewSwitch}
            </TableToolbar>
          </div>
          {list.filtered && !items.some((item) => matches(item, filter)) ? (
            <StateView size="panel" title={t('tree.noMatch')} actions={<ClearFilters list={list} />} />
          ) : (
            <Mounted fallback={<div className="h-[62dvh] min-h-96 bg-sunken" />}>
              <TreeCanvas
                label={t('tree.label')}
                root={{ name, health: detail.health, sync: detail.sync }}
                items={items}
                filter={filter}
                dimmed={dimmed}
                selected={selected}
                onSelect={opened.open}
              />
            </Mounted>
          )}
        </section>
      )}
      <OpenedPanel access={{ kind: 'deployment', ...place, name }} opened={opened} />
    </div>
  )
}

/** What is not in the tree, and why. */
function TreeNotices({
  tree,
}: {
  tree: { data: DeploymentTree | undefined; error: Parameters<typeof FailureNotice>[0]['failure'] }
}) {
  const t = useTranslations('deployments.tree')
  const { data, error } = tree
  return (
    <>
      {error ? <FailureNotice failure={error} title={t('unreached')} /> : null}
      {data?.isCut ? (
        <Banner tone="info" title={t('cut')}>
          {t('cutText')}
        </Banner>
      ) : null}
      {data && data.unread.length > 0 ? (
        <Banner tone="warn" title={t('unread', { kinds: [...new Set(data.unread)].join(', ') })}>
          {t('unreadText')}
        </Banner>
      ) : null}
    </>
  )
}

function useFilters(items: readonly TreeItem[]) {
  const t = useTranslations('deployments.resources')
  const status = useTranslations('status')
  return [
    { id: 'kind', label: t('kind'), options: kindsOf(items).map((value) => ({ value, label: value })) },
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
