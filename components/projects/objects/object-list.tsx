'use client'
import { RotateCw } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { projectApi } from '#components/objects/access.ts'
import { OpenedPanel, useOpenedObject, type OpenedObject } from '#components/objects/use-opened-object.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import type { TableFilter } from '#components/patterns/table-toolbar.tsx'
import { useListParams, type ListShape } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { NAV_ICONS } from '#components/shell/nav-icons.ts'
import type { ProjectPlace, ProjectSection } from '#components/shell/paths.ts'
import { IconButton } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { Page } from '#lib/core/page.ts'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'

/** Nothing tells of changes in a cluster: an open list asks again. Milliseconds. */
const EVERY_MS = 5000

export type Open = OpenedObject['open']

export type ListProps<Row> = {
  place: ProjectPlace
  cluster: ClusterSummary
  section: ProjectSection
  shape: ListShape
  columns: (open: Open) => Column<Row>[]
  filters: TableFilter[]
  rowKey: (row: Row) => string
  rowName: (row: Row) => string
  tall?: boolean
}

/** One of a project's lists of objects, read by the browser: a cluster that is slow to answer must not keep the page. */
export function ObjectList<Row>(props: ListProps<Row>) {
  const { cluster, section } = props
  const t = useTranslations('project.lists')
  return (
    <div className="grid gap-4">
      <PageHeader title={t(`${section}.title`)} description={t(`${section}.text`)} />
      {cluster.state === 'preparing' ? (
        <div className="rounded-md border border-line bg-surface">
          <StateView icon={NAV_ICONS[section]} title={t('preparing')} text={t('preparingText')} />
        </div>
      ) : (
        <ListTable {...props} />
      )}
    </div>
  )
}

function ListTable<Row>({ place, section, shape, columns, filters, rowKey, rowName, tall }: ListProps<Row>) {
  const t = useTranslations()
  const list = useListParams(shape)
  const root = `${projectApi(place)}/${section}`
  const url = list.query === '' ? root : `${root}?${list.query}`
  const remote = useRemote<Page<Row>>('objects', url, undefined, EVERY_MS)
  const opened = useOpenedObject()
  return (
    <>
      <ResourceTable
        label={t(`project.lists.${section}.title`)}
        columns={columns(opened.open)}
        page={remote.data}
        rowKey={rowKey}
        rowName={rowName}
        list={list}
        searchLabel={t(`project.lists.${section}.search`)}
        filters={filters}
        toolbar={
          <IconButton
            icon={RotateCw}
            label={t('common.actions.refresh')}
            busy={remote.fetching}
            onClick={remote.refresh}
          />
        }
        failure={remote.error}
        onRetry={remote.refresh}
        empty={
          <StateView
            icon={NAV_ICONS[section]}
            title={t(`project.lists.${section}.empty`)}
            text={t(`project.lists.${section}.emptyText`)}
          />
        }
        tall={tall ?? false}
      />
      <OpenedPanel access={{ kind: 'project', ...place }} opened={opened} />
    </>
  )
}
