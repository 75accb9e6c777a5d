'use client'
import { RefreshCw } from 'lucide-react'
import { useCallback, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { Banner } from '#components/patterns/banner.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { useClock } from '#components/patterns/time-text.tsx'
import { useRemote } from '#components/patterns/use-remote.ts'
import { WhyText } from '#components/patterns/why-text.tsx'
import { Button } from '#components/ui/button.tsx'
import { Dialog } from '#components/ui/dialog.tsx'
import { Spinner } from '#components/ui/spinner.tsx'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import type { GitRefs } from '#lib/features/repositories/types.ts'
import { describeField } from '#lib/i18n/describe.ts'
import { RevisionField } from '../create/revision-field.tsx'
import { PlanPane } from '../sync/plan-pane.tsx'
import { countChanges, isRefused } from '../sync/plan-view.ts'
import { RunOptions } from '../sync/run-options.tsx'
import { useSend, type Send } from '../sync/use-send.ts'
import { useSyncDraft, type SyncDraft } from '../sync/use-sync-draft.ts'
import { refsApi, type DevopsPlace } from '../urls.ts'
import type { WatchedRun } from './run-watcher.tsx'
import { useStarted } from './use-started.ts'

type Props = {
  place: DevopsPlace
  detail: DeploymentDetail
  /** The key of the one object that is chosen at first; without it, everything. */
  only?: string | undefined
  onClose: () => void
  onStarted: (run: WatchedRun) => void
}

/** One synchronisation by hand: its options, the plan that they make, and then exactly that plan. */
export function SyncDialog({ place, detail, only, onClose, onStarted }: Props) {
  const t = useTranslations('deployments')
  const common = useTranslations('common.actions')
  const { name, cluster, namespace } = detail
  const [hasChanged, setHasChanged] = useState(false)
  const draft = useSyncDraft(place, detail, only)
  const { replan } = draft
  const started = useStarted(place, onStarted)
  const start = (number: number) => {
    started({ name, number })
    onClose()
  }
  const onChanged = useCallback(() => {
    setHasChanged(true)
    replan()
  }, [replan])
  const send = useSend(place, name, { onStarted: start, onChanged })
  // What was asked for goes on when the dialog is closed before it has begun.
  const close = () => (send.number === null ? onClose() : start(send.number))
  return (
    <Dialog
      open
      size="plan"
      flush
      onClose={close}
      title={t('dialogs.sync')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={<FootNote draft={draft} detail={detail} />}
      footer={
        <>
          <Button onClick={close}>{common('cancel')}</Button>
          <SubmitButton draft={draft} send={send} blocked={detail.activeRun !== null && send.number === null} />
        </>
      }
    >
      <div className="grid nav:grid-cols-[304px_minmax(0,1fr)]">
        <OptionsSide place={place} detail={detail} draft={draft} />
        <div className="min-h-[440px] min-w-0 border-line max-nav:border-t nav:border-l">
          <Notices draft={draft} send={send} hasChanged={hasChanged} />
          <PlanSide place={place} name={name} draft={draft} isBusy={detail.activeRun !== null} />
        </div>
      </div>
    </Dialog>
  )
}

function OptionsSide({ place, detail, draft }: { place: DevopsPlace; detail: DeploymentDetail; draft: SyncDraft }) {
  const t = useTranslations()
  const { data: refs } = useRemote<GitRefs>('repositories', refsApi(place, detail.repository))
  const issue = draft.shown.error?.fields?.['options.revision']
  return (
    <div className="grid content-start gap-4 px-6 py-4">
      <RevisionField
        label={t('deployments.sync.revision')}
        value={draft.values.revision}
        onValue={(revision) => draft.change({ revision })}
        error={issue ? describeField(issue, t) : undefined}
        refs={refs}
      />
      <RunOptions
        values={draft.values}
        onChange={draft.change}
        prune={draft.prune}
        isForced={detail.spec.syncPolicy.force}
        scope={draft.scope}
        onScope={draft.setScope}
      />
    </div>
  )
}

/** What stands in the way: of the request, of the plan, or that the plan is another one by now. */
function Notices({ draft, send, hasChanged }: { draft: SyncDraft; send: Send; hasChanged: boolean }) {
  const t = useTranslations('deployments.sync')
  const { shown } = draft
  const failed = shown.state === 'failed' && shown.plan !== null
  const isField = shown.error?.fields?.['options.revision'] !== undefined
  const nothing = !hasChanged && send.error === null && !failed && (shown.error === null || isField) && !draft.isGuarded
  if (nothing) return null
  return (
    <div className="grid gap-3 px-4 pt-3">
      {hasChanged ? (
        <Banner tone="warn" alert title={t('changed')}>
          {t('changedText')}
        </Banner>
      ) : null}
      <FailureNotice failure={send.error} />
      {isField ? null : <FailureNotice failure={shown.error} />}
      {failed ? (
        <Banner
          tone="bad"
          title={t(isRefused(shown.plan?.objects ?? []) ? 'refused' : 'failed')}
          actions={
            <Button size="sm" onClick={draft.replan}>
              {t('again')}
            </Button>
          }
        >
          <WhyText why={shown.plan?.why ?? null} className="text-xs" />
        </Banner>
      ) : null}
      {draft.isGuarded ? (
        <Banner tone="warn" title={t('guarded')}>
          {t('guardedText')}
        </Banner>
      ) : null}
    </div>
  )
}

type PlanProps = { place: DevopsPlace; name: string; draft: SyncDraft; isBusy: boolean }

function PlanSide({ place, name, draft, isBusy }: PlanProps) {
  const t = useTranslations('deployments.sync')
  const { shown, listed, only, choosing } = draft
  const isComputing = shown.state === 'computing'
  return (
    <>
      {/* Always there, so that readers hear it when the words come. */}
      <p role="status" className="flex items-center gap-2 px-4 pt-3 text-xs text-fg-2 empty:hidden">
        {isComputing ? (
          <>
            <Spinner className="size-3.5" /> {t('computing')}
          </>
        ) : null}
      </p>
      {listed === null || listed.objects.length === 0 ? (
        <p className="px-4 py-5 text-sm text-fg-2">{isBusy ? t('planLater') : null}</p>
      ) : (
        <PlanPane
          place={place}
          name={name}
          plan={listed}
          only={only}
          choosing={choosing}
          stale={isComputing && choosing === null}
        />
      )}
    </>
  )
}

function FootNote({ draft, detail }: { draft: SyncDraft; detail: DeploymentDetail }) {
  const t = useTranslations('deployments.sync')
  const clock = useClock()
  const { shown, resources } = draft
  if (detail.activeRun !== null) return t('busy', { number: detail.activeRun.number })
  if (resources?.length === 0) return t('noneChosen')
  if (shown.state === 'ready' && shown.plan?.finishedAt)
    return t('planned', { time: clock(new Date(shown.plan.finishedAt)) })
  if (shown.state === 'failed' && isRefused(shown.plan?.objects ?? [])) return t('refusedNote')
  return t('noPlanYet')
}

/** Carries out the plan that is shown; while there is none, it can be done without. */
function SubmitButton({ draft, send, blocked }: { draft: SyncDraft; send: Send; blocked: boolean }) {
  const t = useTranslations('deployments')
  const { shown, options, resources } = draft
  const isPlanned = shown.state === 'ready' && shown.plan !== null
  const plan = isPlanned ? shown.plan : null
  const isImpossible = shown.state === 'failed' && isRefused(shown.plan?.objects ?? [])
  const isUnknown = resources === null || resources?.length === 0
  const changes = countChanges(plan?.objects ?? [])
  const words =
    plan === null ? t('sync.withoutPlan') : changes === 0 ? t('acts.sync') : t('sync.submit', { count: changes })
  return (
    <Button
      tone={isPlanned ? 'primary' : 'default'}
      icon={RefreshCw}
      busy={send.pending}
      blocked={blocked || isImpossible || isUnknown}
      className="min-w-40"
      onClick={() => send.send({ ...options, ...(plan === null ? {} : { expectedPlan: plan.planDigest }) })}
    >
      {words}
    </Button>
  )
}
