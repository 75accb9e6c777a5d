'use client'
import { KeyRound, Pencil, RotateCw, Trash2, Users } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Can, useCan } from '#components/patterns/can.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { StatusBadge } from '#components/patterns/status-badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import { useAction } from '#components/patterns/use-action.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyText } from '#components/patterns/why-text.tsx'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Fact, Facts, Panel, PanelHeader } from '#components/ui/panel.tsx'
import { StateView } from '#components/ui/states.tsx'
import { checkCluster } from '#lib/features/clusters/actions.ts'
import type { ClusterRight, PlatformCluster } from '#lib/features/clusters/types.ts'
import { AssignDialog } from './assign-dialog.tsx'
import { SandboxMark } from './clusters-view.tsx'
import { EditClusterDialog, RenewDialog } from './edit-dialogs.tsx'
import { RemoveDialog } from './remove-dialog.tsx'
import { RightsList } from './rights-list.tsx'
import { CHECKED_EVERY_MS, clusterApi, clusterPartApi, clustersPage } from './urls.ts'
import { ClusterUses } from './uses-list.tsx'

type Act = 'edit' | 'renew' | 'assign' | 'remove'

/** One cluster: whether it answers, who Ieum is there and what it may do, who uses it. */
export function ClusterView({ initial }: { initial: PlatformCluster }) {
  const t = useTranslations('clusters')
  const router = useRouter()
  const { name } = initial
  const [isRemoving, setRemoving] = useState(false)
  const [url, known] = isRemoving ? [null, undefined] : [clusterApi(name), initial]
  const { data = initial, error } = useRemote('clusters', url, known, CHECKED_EVERY_MS)
  const [act, setAct] = useState<Act | null>(null)
  const close = () => setAct(null)
  if (error?.code === 'NOT_FOUND') return <Gone name={name} />
  return (
    <div className="grid grid-cols-1 gap-4">
      <PageHeader
        title={name}
        aside={data.sandbox ? <SandboxMark /> : data.alias === '' ? undefined : data.alias}
        description={data.description === '' ? undefined : data.description}
        crumbs={[{ label: t('title'), href: clustersPage }, { label: name }]}
        actions={<Acts onAct={setAct} />}
      />
      <State cluster={data} />
      <Rights name={name} isAway={isRemoving || data.state !== 'ready'} />
      <Workspaces cluster={data} onAssign={() => setAct('assign')} />
      <Panel>
        <PanelHeader title={t('uses.title')} count={data.projectCount + data.deploymentCount} />
        {isRemoving ? null : <ClusterUses name={name} />}
      </Panel>
      {act === 'edit' ? <EditClusterDialog cluster={data} onClose={close} /> : null}
      {act === 'renew' ? <RenewDialog cluster={data} onClose={close} /> : null}
      {act === 'assign' ? <AssignDialog name={name} onClose={close} /> : null}
      {act === 'remove' ? (
        <RemoveDialog
          cluster={data}
          onClose={close}
          onRemoving={setRemoving}
          onRemoved={() => router.push(clustersPage)}
        />
      ) : null}
    </div>
  )
}

function Acts({ onAct }: { onAct: (act: Act) => void }) {
  const t = useTranslations('clusters')
  return (
    <Can permission="platform.clusters.manage">
      <Button icon={Pencil} onClick={() => onAct('edit')}>
        {t('edit.open')}
      </Button>
      <Button icon={KeyRound} onClick={() => onAct('renew')}>
        {t('renew.open')}
      </Button>
      <Button icon={Trash2} tone="danger-quiet" onClick={() => onAct('remove')}>
        {t('remove.open')}
      </Button>
    </Can>
  )
}

function State({ cluster }: { cluster: PlatformCluster }) {
  const t = useTranslations('clusters')
  const mayManage = useCan('platform.clusters.manage')
  const { run, pending, error } = useAction(checkCluster)
  const { name, state, reason, detail, server, identity, kubeVersion, nodeCount, checkedAt, stateChangedAt } = cluster
  return (
    <Panel>
      <PanelHeader
        title={t('state.title')}
        actions={
          <>
            {checkedAt === null ? null : (
              <span className="text-xs text-fg-2">
                {t('columns.checkedAt')} <TimeText at={checkedAt} className="text-xs" />
              </span>
            )}
            {mayManage ? (
              <Button size="sm" icon={RotateCw} busy={pending} onClick={() => void run({ name })}>
                {t('state.check')}
              </Button>
            ) : null}
          </>
        }
      />
      <div className="grid gap-4 px-4 py-3">
        <FailureNotice failure={error} />
        <div>
          <span className="flex flex-wrap items-center gap-x-3">
            <StatusBadge kind="cluster" status={state} />
            <span className="text-xs text-fg-2">
              {t('state.since')} <TimeText at={stateChangedAt} className="text-xs" />
            </span>
          </span>
          {reason === null ? null : (
            <WhyText why={{ reason, params: { host: hostOf(server) }, detail }} className="mt-1" />
          )}
        </div>
        <Facts>
          <Fact label={t('columns.server')}>
            <code className="text-xs anywhere">{server === '' ? t('none') : server}</code>
          </Fact>
          <Fact label={t('facts.identity')}>
            <code className="text-xs anywhere">{identity === '' ? t('unknown') : identity}</code>
          </Fact>
          <Fact label={t('columns.version')}>{kubeVersion === '' ? t('none') : kubeVersion}</Fact>
          <Fact label={t('columns.nodes')}>{nodeCount ?? t('unknown')}</Fact>
        </Facts>
      </div>
    </Panel>
  )
}

const hostOf = (server: string): string => (URL.canParse(server) ? new URL(server).host : '')

/** Asked from the cluster when the page opens; one that does not answer is not asked. */
function Rights({ name, isAway }: { name: string; isAway: boolean }) {
  const t = useTranslations('clusters.rights')
  const { data, error, fetching, refresh } = useRemote<ClusterRight[]>(
    'git',
    isAway ? null : clusterPartApi(name, 'rights'),
  )
  return (
    <Panel>
      <PanelHeader
        title={t('title')}
        actions={
          isAway ? null : (
            <Button size="sm" icon={RotateCw} busy={fetching} onClick={refresh}>
              {t('again')}
            </Button>
          )
        }
      />
      <div className="px-4 py-3">
        <FailureNotice failure={error} />
        {data === undefined ? (
          error === null ? (
            <p role="status" className="text-sm text-fg-2">
              {isAway ? t('away') : t('reading')}
            </p>
          ) : null
        ) : (
          <RightsList rights={data} />
        )}
      </div>
    </Panel>
  )
}

function Workspaces({ cluster, onAssign }: { cluster: PlatformCluster; onAssign: () => void }) {
  const t = useTranslations('clusters')
  const { workspaces } = cluster
  return (
    <Panel>
      <PanelHeader
        title={t('assign.heading')}
        count={workspaces.length}
        actions={
          <Can permission="platform.clusters.manage">
            <Button size="sm" icon={Users} onClick={onAssign}>
              {t('assign.open')}
            </Button>
          </Can>
        }
      />
      {workspaces.length === 0 ? (
        <p className="px-4 py-3 text-sm text-fg-2">{t('assign.none')}</p>
      ) : (
        <ul className="flex flex-wrap gap-x-6 gap-y-1 px-4 py-3">
          {workspaces.map(({ name, alias }) => (
            <li key={name} className="min-w-0 text-sm">
              <span className="font-medium">{name}</span>
              {alias === '' ? null : <span className="ml-2 text-xs text-fg-3">{alias}</span>}
            </li>
          ))}
        </ul>
      )}
    </Panel>
  )
}

function Gone({ name }: { name: string }) {
  const t = useTranslations('clusters')
  return (
    <StateView
      headingLevel={1}
      title={t('gone', { name })}
      text={t('goneText')}
      actions={
        <LinkButton href={clustersPage} tone="primary">
          {t('back')}
        </LinkButton>
      }
    />
  )
}
