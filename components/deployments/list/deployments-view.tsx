'use client'
import { Plus, RotateCw } from 'lucide-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { LiveIndicator, useIsStale } from '#components/patterns/live.tsx'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import type { TableFilter } from '#components/patterns/table-toolbar.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useListParams } from '#components/patterns/use-list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { IconButton, LinkButton } from '#components/ui/button.tsx'
import {
  HEALTH_STATUSES,
  SYNC_STATUSES,
  type DeploymentPage,
  type DeploymentRow,
  type SavedFilter,
} from '#lib/features/deployments/types.ts'
import { BatchBar } from '../batch/batch-bar.tsx'
import type { BatchKind } from '../batch/forecast.ts'
import { DeploymentActs, type OpenAct } from '../dialogs/deployment-acts.tsx'
import { RowMenu } from '../dialogs/row-menu.tsx'
import { createPage, deploymentPage, deploymentsApi, type DevopsPlace } from '../urls.ts'
import { HealthCell, LocationCell, SyncCell } from './cells.tsx'
import { EmptyDeployments, type Readiness } from './empty-deployments.tsx'
import { DEPLOYMENT_LIST } from './list-shape.ts'
import { SavedFilters, SaveFilter } from './saved-filters.tsx'
import { SummaryCards } from './summary-cards.tsx'
import { useSelection } from './use-selection.ts'

type Props = {
  place: DevopsPlace
  /** The page the server rendered for the present URL; undefined when it could not be read. */
  initial: DeploymentPage | undefined
  readiness: Readiness
  savedFilters: SavedFilter[]
  /** What the list can be narrowed to. */
  choices: { clusters: readonly string[]; repositories: readonly string[] }
}

/** The list of continuous deployments: summary that filters, five columns, live. */
export function DeploymentsView({ place, initial, readiness, savedFilters, choices }: Props) {
  const t = useTranslations('deployments')
  const list = useListParams(DEPLOYMENT_LIST)
  const [firstQuery] = useState(list.query)
  const url = list.query === '' ? deploymentsApi(place) : `${deploymentsApi(place)}?${list.query}`
  const { data, error, fetching, refresh } = useRemote(
    'deployments',
    url,
    list.query === firstQuery ? initial : undefined,
  )
  const [act, setAct] = useState<OpenAct | null>(null)
  const [batch, setBatch] = useState<BatchKind | null>(null)
  const selection = useSelection(data?.items ?? NO_ROWS)
  const dimmed = useIsStale()
  const menuOf = (row: DeploymentRow) => <RowMenu row={row} place={place} onOpen={setAct} />
  const columns = useColumns(place)
  const filters = useFilters(choices)
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      {data !== undefined && data.counts.total > 0 ? <SummaryCards counts={data.counts} list={list} /> : null}
      <SavedFilters place={place} list={list} initial={savedFilters} />
      <ResourceTable
        label={t('title')}
        columns={columns}
        page={data}
        rowKey={(row) => row.name}
        rowName={(row) => row.name}
        list={list}
        searchLabel={t('list.search')}
        filters={filters}
        filterAside={<SaveFilter place={place} list={list} initial={savedFilters} />}
        selection={{
          keys: selection.names,
          onKeys: selection.setNames,
          actions: <BatchBar count={selection.names.size} onAct={setBatch} />,
        }}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        dimmed={dimmed}
        toolbar={
          <>
            <LiveIndicator />
            <IconButton icon={RotateCw} label={t('acts.refreshList')} busy={fetching} onClick={refresh} />
            <CreateButton place={place} />
          </>
        }
        rowMenu={menuOf}
        empty={<EmptyDeployments place={place} readiness={readiness} />}
      />
      {batch === null ? null : (
        <BatchDialog
          place={place}
          kind={batch}
          rows={selection.rows}
          onClose={() => setBatch(null)}
          onDone={(refused) => selection.setNames(new Set(refused))}
        />
      )}
      <DeploymentActs place={place} act={act} onClose={() => setAct(null)} />
    </div>
  )
}

/** Read when the first act on many is chosen. */
const BatchDialog = dynamic(() => import('../batch/batch-dialog.tsx').then(({ BatchDialog: dialog }) => dialog), {
  ssr: false,
})

const NO_ROWS: readonly DeploymentRow[] = []

function CreateButton({ place }: { place: DevopsPlace }) {
  const t = useTranslations('deployments')
  return (
    <Can permission="devops.deployments.manage">
      <LinkButton href={createPage(place)} tone="primary" icon={Plus}>
        {t('acts.create')}
      </LinkButton>
    </Can>
  )
}

function useColumns(place: DevopsPlace): Column<DeploymentRow>[] {
  const t = useTranslations('deployments.columns')
  return [
    {
      id: 'name',
      header: t('name'),
      sort: 'name',
      isName: true,
      cell: (row) => (
        <NameCell
          name={row.name}
          href={deploymentPage(place, row.name)}
          below={row.alias === '' ? row.description : row.alias}
        />
      ),
    },
    {
      id: 'health',
      header: t('health'),
      sort: 'health',
      width: 'w-[18%] max-wide:w-[14%]',
      cell: (row) => <HealthCell row={row} />,
    },
    {
      id: 'sync',
      header: t('sync'),
      sort: 'sync',
      width: 'w-[19%] max-wide:w-[20%] max-wide:[:lang(en)_&]:w-[18%]',
      cell: (row) => <SyncCell row={row} />,
    },
    {
      id: 'location',
      header: t('location'),
      sort: 'location',
      width: 'w-[17%]',
      cell: (row) => <LocationCell row={row} />,
    },
    {
      id: 'changedAt',
      header: t('changedAt'),
      sort: 'changedAt',
      width: 'w-[220px] wide:[:lang(en)_&]:w-[248px] max-wide:w-[158px]',
      hideBelow: 'nav',
      cell: (row) => <TimeText at={row.changedAt} />,
    },
  ]
}

/** The summary cards set health and sync; the toolbar shows them as chips that can be removed, and offers the others where there is a choice. */
function useFilters({ clusters, repositories }: Props['choices']): TableFilter[] {
  const fields = useTranslations('deployments.fields')
  const columns = useTranslations('deployments.columns')
  const status = useTranslations('status')
  return [
    {
      id: 'health',
      label: columns('health'),
      chipOnly: true,
      options: HEALTH_STATUSES.map((value) => ({ value, label: status(`health.${value}`) })),
    },
    {
      id: 'sync',
      label: columns('sync'),
      chipOnly: true,
      options: SYNC_STATUSES.map((value) => ({ value, label: status(`sync.${value}`) })),
    },
    { id: 'cluster', label: fields('cluster'), chipOnly: clusters.length < 2, options: clusters.map(ofName) },
    {
      id: 'repository',
      label: fields('repository'),
      chipOnly: repositories.length < 2,
      options: repositories.map(ofName),
    },
  ]
}

const ofName = (value: string) => ({ value, label: value })
