'use client'
import { History } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { useCan } from '#components/patterns/can.tsx'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { ResourceTable, type Column } from '#components/patterns/resource-table.tsx'
import { RUN_LOOKS, StatusBadge, useStatusWord } from '#components/patterns/status-badge.tsx'
import { TimeText } from '#components/patterns/time-text.tsx'
import type { ListShape } from '#components/patterns/list-params.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyShort } from '#components/patterns/why-text.tsx'
import { Badge } from '#components/ui/badge.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { LoadingRows, StateView } from '#components/ui/states.tsx'
import type { Page } from '#lib/core/page.ts'
import type { DeploymentDetail, Run, RunDetail } from '#lib/features/deployments/types.ts'
import type { OpenAct } from '../dialogs/deployment-acts.tsx'
import { runApi, runsApi, type DevopsPlace } from '../urls.ts'
import { Elapsed, RevisionText } from './run-facts.tsx'
import { RunPanel } from './run-panel.tsx'
import { useLocalList } from './use-local-list.ts'

/** The server sorts runs newest first; people do not. */
const SHAPE: ListShape = { sorts: ['number'], defaultSort: 'number', defaultDirection: 'desc' }
const PAGE_SIZE = 20

type Props = { place: DevopsPlace; detail: Pick<DeploymentDetail, 'name' | 'deleting'>; onOpen: (act: OpenAct) => void }

/** Every recorded synchronisation, newest first; a number opens what happened to each object. */
export function HistoryTab({ place, detail, onOpen }: Props) {
  const t = useTranslations('deployments.history')
  const { name, deleting } = detail
  const mayManage = useCan('devops.deployments.manage') && !deleting
  const list = useLocalList(SHAPE, PAGE_SIZE)
  const [opened, setOpened] = useState<number | null>(null)
  const { page, pageSize } = list.params
  const { data, error, fetching, refresh } = useRemote<Page<Run>>(
    'deployments',
    `${runsApi(place, name)}?page=${page}&pageSize=${pageSize}`,
  )
  const columns = useColumns(setOpened, mayManage ? (run) => onOpen({ kind: 'rollback', name, run }) : null)
  return (
    <>
      <ResourceTable
        label={t('title')}
        columns={columns}
        page={data}
        rowKey={({ number }) => String(number)}
        rowName={({ number }) => `#${number}`}
        list={list}
        failure={error}
        onRetry={refresh}
        fetching={fetching}
        empty={<StateView icon={History} size="panel" title={t('empty')} text={t('emptyText')} />}
      />
      {opened === null ? null : <RunDialog place={place} name={name} number={opened} onClose={() => setOpened(null)} />}
    </>
  )
}

function useColumns(onOpen: (number: number) => void, onRollback: ((run: Run) => void) | null): Column<Run>[] {
  const t = useTranslations('deployments.history')
  const run = useTranslations('deployments.run')
  const none = useTranslations('common')('none')
  return [
    {
      id: 'number',
      header: t('number'),
      width: 'w-16',
      isName: true,
      cell: ({ number }) => (
        <button
          type="button"
          onClick={() => onOpen(number)}
          className="tnum rounded-xs text-sm font-semibold hover:text-accent hover:underline"
        >
          #{number}
        </button>
      ),
    },
    {
      id: 'phase',
      header: t('result'),
      cell: (row) => <ResultCell run={row} />,
    },
    {
      id: 'revision',
      header: run('revision'),
      width: 'w-[23%] max-wide:w-[22%]',
      cell: (row) => <CommitCell run={row} />,
    },
    {
      id: 'trigger',
      header: run('trigger'),
      width: 'w-[16%]',
      hideBelow: 'mid',
      cell: (row) => <TriggerCell run={row} />,
    },
    {
      id: 'startedAt',
      header: run('startedAt'),
      width: 'w-[236px] max-wide:w-[160px]',
      cell: ({ startedAt, requestedAt }) => <TimeText at={startedAt ?? requestedAt} />,
    },
    {
      id: 'duration',
      header: run('duration'),
      width: 'w-24',
      cell: (row) => (
        <span className="tnum text-sm text-fg-2">{row.startedAt === null ? none : <Elapsed run={row} />}</span>
      ),
    },
    ...(onRollback === null
      ? []
      : [
          {
            id: 'rollback',
            header: t('rollback'),
            width: 'w-24',
            cell: (row: Run) => (isGoal(row) ? <RollbackButton run={row} onRollback={onRollback} /> : null),
          },
        ]),
  ]
}

/** Only what really was in the cluster can be gone back to. */
const isGoal = ({ phase, dryRun, commit, trigger }: Run): boolean =>
  phase === 'Succeeded' && !dryRun && commit !== '' && trigger !== 'deletion'

function RollbackButton({ run, onRollback }: { run: Run; onRollback: (run: Run) => void }) {
  const t = useTranslations('deployments.history')
  return (
    <Button size="sm" onClick={() => onRollback(run)} aria-label={t('rollbackTo', { number: run.number })}>
      {t('rollback')}
    </Button>
  )
}

function ResultCell({ run }: { run: Run }) {
  return (
    <span className="flex min-w-0 items-center gap-2">
      {run.dryRun ? <PreviewBadge phase={run.phase} /> : <StatusBadge kind="run" status={run.phase} place="table" />}
      <WhyShort why={run.why} />
    </span>
  )
}

/** A preview with how it went as its icon: it changed nothing, so that its result is no result of the deployment. */
function PreviewBadge({ phase }: Pick<Run, 'phase'>) {
  const t = useTranslations('deployments.run')
  const word = useStatusWord({ kind: 'run', status: phase })
  const { icon, spinning } = RUN_LOOKS[phase]
  return (
    <Badge tone="mute" icon={icon} spinning={spinning} quiet place="table">
      {t('dryRun')}
      <span className="sr-only">: {word}</span>
    </Badge>
  )
}

/** The commit with its message, and whose it is. */
function CommitCell({ run }: { run: Run }) {
  return (
    <span className="block min-w-0">
      <RevisionText run={run} copy={false} />
      {run.commitAuthor === '' ? null : <span className="block truncate text-xs text-fg-3">{run.commitAuthor}</span>}
    </span>
  )
}

/** What started the run, and who. */
function TriggerCell({ run }: { run: Run }) {
  const t = useTranslations('deployments.run')
  const parts = [t(`triggers.${run.trigger}`), run.actorName]
  return <span className="block truncate text-sm text-fg-2">{parts.filter((part) => part !== '').join(' · ')}</span>
}

type RunDialogProps = { place: DevopsPlace; name: string; number: number; onClose: () => void }

function RunDialog({ place, name, number, onClose }: RunDialogProps) {
  const t = useTranslations('deployments.history')
  const common = useTranslations('common')
  const { data, error, refresh } = useRemote<RunDetail>('deployments', runApi(place, name, number))
  return (
    <Dialog
      open
      size="plan"
      onClose={onClose}
      title={t('run', { number })}
      subtitle={name}
      footer={<Button onClick={onClose}>{common('actions.close')}</Button>}
    >
      {data !== undefined ? (
        <RunPanel run={data} past />
      ) : error === null ? (
        <LoadingRows rows={6} label={common('list.loading')} />
      ) : (
        <FailureView failure={error} onRetry={refresh} size="panel" />
      )}
    </Dialog>
  )
}
