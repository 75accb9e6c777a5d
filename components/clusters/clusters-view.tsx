'use client'
import { Plus, RotateCw, Server } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can } from '#components/patterns/can.tsx'
import { NameCell } from '#components/patterns/name-cell.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useRemoteList } from '#components/patterns/use-remote-list.ts'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button, IconButton } from '#components/ui/button.tsx'
import { StateView } from '#components/ui/states.tsx'
import type { Page } from '#lib/core/page.ts'
import { CLUSTER_STATES, type PlatformCluster } from '#lib/features/clusters/types.ts'
import { CLUSTER_LIST } from './list-shape.ts'
import { RegisterDialog } from './register-dialog.tsx'
import { CHECKED_EVERY_MS, clusterPage, clustersApi } from './urls.ts'

/** Clusters of the installation: where they are, whether they answer, who may use them. */
export function ClustersView({ initial }: { initial: Page<PlatformCluster> | undefined }) {
  const t = useTranslations('clusters')
  const status = useTranslations('status.cluster')
  const { list, data, error, fetching, refresh } = useRemoteList(
    'clusters',
    clustersApi,
    CLUSTER_LIST,
    initial,
    CHECKED_EVERY_MS,
  )
  const [registering, setRegistering] = useState(false)
  const register = (
    <Can permission="platform.clusters.manage">
      <Button tone="primary" icon={Plus} onClick={() => setRegistering(true)}>
        {t('register.open')}
      </Button>
    </Can>
  )
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader title={t('title')} description={t('lead')} />
      <ResourceTable
        label={t('title')}
        columns={useColumns()}
        page={data}
        rowKey={(row) => row.id}
        rowName={(row) => row.name}
        list={list}
        searchLabel={t('search')}
        filters={[
          {
            id: 'state',
            label: t('columns.state'),
            options: CLUSTER_STATES.map((state) => ({ value: state, label: status(state) })),
          },
        ]}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        toolbar={
          <>
            <IconButton icon={RotateCw} label={t('refreshList')} busy={fetching} onClick={refresh} />
            {register}
          </>
        }
        empty={<StateView icon={Server} title={t('empty.title')} text={t('empty.text')} actions={register} />}
      />
      {registering ? <RegisterDialog onClose={() => setRegistering(false)} /> : null}
    </div>
  )
}

function useColumns(): Column<PlatformCluster>[] {
  const t = useTranslations('clusters')
  const quiet = (text: string) => <span className="tnum text-sm text-fg-2">{text}</span>
  return [
    {
      id: 'name',
      header: t('columns.name'),
      sort: 'name',
      isName: true,
      cell: ({ name, alias, sandbox }) => (
        <span className="flex min-w-0 items-center gap-2">
          <NameCell name={name} href={clusterPage(name)} below={alias} />
          {sandbox ? <SandboxMark /> : null}
        </span>
      ),
    },
    {
      id: 'server',
      header: t('columns.server'),
      width: 'w-[22%]',
      cell: ({ server }) =>
        server === '' ? quiet(t('none')) : <code className="line-clamp-2 text-xs text-fg-2 anywhere">{server}</code>,
    },
    { id: 'state', header: t('columns.state'), width: 'w-[18%]', cell: (row) => <StateCell cluster={row} /> },
    {
      id: 'version',
      header: t('columns.version'),
      width: 'w-24',
      hideBelow: 'mid',
      cell: ({ kubeVersion }) => quiet(kubeVersion === '' ? t('none') : kubeVersion),
    },
    {
      id: 'nodes',
      header: t('columns.nodes'),
      width: 'w-20',
      hideBelow: 'mid',
      cell: ({ nodeCount }) => quiet(nodeCount === null ? t('unknown') : String(nodeCount)),
    },
    {
      id: 'workspaces',
      header: t('columns.workspaces'),
      width: 'w-[16%]',
      hideBelow: 'nav',
      cell: ({ workspaces }) => <Names names={workspaces.map(({ name }) => name)} />,
    },
    {
      id: 'checkedAt',
      header: t('columns.checkedAt'),
      width: 'w-[168px]',
      hideBelow: 'wide',
      cell: ({ checkedAt }) => <TimeText at={checkedAt} relative="hidden" />,
    },
  ]
}

/** A cluster that simulates its nodes and pods. */
export function SandboxMark() {
  const t = useTranslations('clusters')
  return (
    <Badge tone="accent" quiet title={t('sandboxText')}>
      {t('sandbox')}
    </Badge>
  )
}

function Names({ names }: { names: string[] }) {
  const t = useTranslations('clusters')
  const [first, ...rest] = names
  if (first === undefined) return <span className="text-sm text-fg-3">{t('nobody')}</span>
  return (
    <span className="block truncate text-sm text-fg-2" title={names.join(', ')}>
      {rest.length === 0 ? first : t('andMore', { name: first, count: rest.length })}
    </span>
  )
}

function StateCell({ cluster }: { cluster: PlatformCluster }) {
  const { state, reason, detail } = cluster
  return (
    <span className="flex min-w-0 flex-col gap-0.5">
      <StatusBadge kind="cluster" status={state} place="table" />
      {reason === null ? null : <WhyShort why={{ reason, params: {}, detail }} />}
    </span>
  )
}
