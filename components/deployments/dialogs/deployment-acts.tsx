'use client'
import dynamic from 'next/dynamic'
import { useEffect, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FailureView } from '#components/patterns/failure-view.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { LoadingRows } from '#components/ui/states.tsx'
import type { DeploymentDetail, ManagedObject, Run } from '#lib/features/deployments/types.ts'
import { deploymentApi, type DevopsPlace } from '../urls.ts'
import { DeleteDialog } from './delete-dialog.tsx'
import { InfoDialog } from './info-dialog.tsx'
import { PauseDialog } from './pause-dialog.tsx'
import { ReleaseDialog, RollbackDialog } from './rollback-dialog.tsx'
import { RunWatcher, type WatchedRun } from './run-watcher.tsx'
import { SyncDialog } from './sync-dialog.tsx'
import { TakeOverDialog } from './take-over-dialog.tsx'
import { TerminateDialog } from './terminate-dialog.tsx'

/** Read when it is opened: it brings the readers of YAML along, which no list needs. */
const YamlDialog = dynamic(() => import('../yaml/yaml-dialog.tsx').then(({ YamlDialog: dialog }) => dialog), {
  ssr: false,
})

/** An act that was chosen from a menu and has its dialog open. */
export type OpenAct =
  | { kind: 'info' | 'yaml' | 'delete' | 'pause' | 'release' | 'terminate'; name: string }
  /** `only`: the key of the one object that is chosen at first. */
  | { kind: 'sync'; name: string; only?: string }
  | { kind: 'rollback'; name: string; run: Run }
  | { kind: 'takeOver'; name: string; object: ManagedObject }

type Props = { place: DevopsPlace; act: OpenAct | null; onClose: () => void }

/** The dialogs of one deployment, and the watch over the synchronisation that was started from here. */
export function DeploymentActs({ place, act, onClose }: Props) {
  const [watched, setWatched] = useState<WatchedRun | null>(null)
  return (
    <>
      {act === null ? null : (
        <OpenDialog key={`${act.kind} ${act.name}`} place={place} act={act} onClose={onClose} onStarted={setWatched} />
      )}
      {watched === null ? null : (
        <RunWatcher
          key={`${watched.name} ${watched.number}`}
          place={place}
          run={watched}
          onFinished={() => setWatched(null)}
        />
      )}
    </>
  )
}

type OpenProps = {
  place: DevopsPlace
  act: OpenAct
  onClose: () => void
  onStarted: (run: WatchedRun) => void
}

function OpenDialog(props: OpenProps) {
  return props.act.kind === 'delete' ? <DeleteOnce {...props} /> : <LiveDialog {...props} />
}

/** The dialogs of editing and synchronising follow the deployment: what others do meanwhile changes what may be done here. */
function LiveDialog({ place, act, onClose, onStarted }: OpenProps) {
  const { data, error, refresh } = useRemote<DeploymentDetail>('deployments', deploymentApi(place, act.name))
  if (data === undefined) return <WaitingDialog act={act} error={error} onRetry={refresh} onClose={onClose} />
  const props = { place, detail: data, onClose }
  if (act.kind === 'info') return <InfoDialog {...props} />
  if (act.kind === 'yaml') return <YamlDialog {...props} />
  if (act.kind === 'pause') return <PauseDialog {...props} />
  if (act.kind === 'release') return <ReleaseDialog {...props} />
  if (act.kind === 'terminate') return <TerminateDialog {...props} />
  if (act.kind === 'rollback') return <RollbackDialog {...props} run={act.run} onStarted={onStarted} />
  if (act.kind === 'takeOver') return <TakeOverDialog {...props} object={act.object} onStarted={onStarted} />
  return <SyncDialog {...props} only={act.kind === 'sync' ? act.only : undefined} onStarted={onStarted} />
}

/** A deletion shows the list it was opened with, and nothing asks again for a deployment that is about to be gone. */
function DeleteOnce({ place, act, onClose }: OpenProps) {
  const [detail, setDetail] = useState<DeploymentDetail | null>(null)
  if (detail === null) return <ReadOnce place={place} act={act} onRead={setDetail} onClose={onClose} />
  return <DeleteDialog place={place} detail={detail} onClose={onClose} />
}

type ReadProps = Pick<OpenProps, 'place' | 'act' | 'onClose'> & { onRead: (detail: DeploymentDetail) => void }

function ReadOnce({ place, act, onRead, onClose }: ReadProps) {
  const { data, fetching, error, refresh } = useRemote<DeploymentDetail>('deployments', deploymentApi(place, act.name))
  // What is remembered from before may be old: only an answer counts. The parent takes this reader away once it has it.
  useEffect(() => {
    if (data !== undefined && !fetching) onRead(data)
  }, [data, fetching, onRead])
  return <WaitingDialog act={act} error={error} onRetry={refresh} onClose={onClose} />
}

/** An answer within this time needs no grey bars. */
const QUICK_MS = 300

type WaitingProps = {
  act: OpenAct
  error: Parameters<typeof FailureView>[0]['failure'] | null
  onRetry: () => void
  onClose: () => void
}

/** Holds the dialog's place while its deployment is read, and says why it could not be read. */
function WaitingDialog({ act, error, onRetry, onClose }: WaitingProps) {
  const t = useTranslations('deployments')
  const common = useTranslations('common')
  const [slow, setSlow] = useState(false)
  useEffect(() => {
    const timer = setTimeout(() => setSlow(true), QUICK_MS)
    return () => clearTimeout(timer)
  }, [])
  return (
    <Dialog
      open={slow || error !== null}
      onClose={onClose}
      title={t(`dialogs.${act.kind}`)}
      subtitle={act.name}
      footer={<Button onClick={onClose}>{common('actions.close')}</Button>}
    >
      {error === null ? (
        <LoadingRows rows={4} label={common('list.loading')} />
      ) : (
        <FailureView failure={error} onRetry={onRetry} size="panel" />
      )}
    </Dialog>
  )
}
