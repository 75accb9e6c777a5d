'use client'
import { History, Undo2 } from 'lucide-react'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { ConfirmDialog } from '#components/patterns/confirm-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { Fact } from '#components/ui/panel.tsx'
import { releaseDeployment, rollbackDeployment } from '#lib/features/deployments/actions.ts'
import type { DeploymentDetail, Run } from '#lib/features/deployments/types.ts'
import { RevisionText } from '../detail/run-facts.tsx'
import { shortCommit } from '../run-view.ts'
import type { DevopsPlace } from '../urls.ts'
import type { WatchedRun } from './run-watcher.tsx'
import { useStarted } from './use-started.ts'

type Props = { place: DevopsPlace; detail: DeploymentDetail; onClose: () => void }

/** Goes back to the commit of an earlier run: says what happens, and what does not until the pin is released. */
export function RollbackDialog({
  place,
  detail,
  run: goal,
  onClose,
  onStarted,
}: Props & { run: Run; onStarted: (run: WatchedRun) => void }) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace, activeRun, spec } = detail
  const [applyOnly, setApplyOnly] = useState(false)
  const started = useStarted(place, onStarted)
  const { run, pending, error } = useAction(rollbackDeployment, ({ number }) => {
    started({ name, number })
    onClose()
  })
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('dialogs.rollback')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      footnote={activeRun === null ? undefined : t('sync.busy', { number: activeRun.number })}
      submitLabel={t('rollback.submit', { commit: shortCommit(goal.commit) })}
      submitIcon={History}
      pending={pending}
      failure={error}
      blocked={activeRun !== null}
      onConfirm={() => void run({ ...place, name, number: goal.number, applyOnly })}
    >
      <dl className="flex gap-8">
        <Fact label={t('history.number')}>
          <span className="tnum">#{goal.number}</span>
        </Fact>
        <Fact label={t('run.revision')}>
          <RevisionText run={goal} />
        </Fact>
      </dl>
      <ul className="grid list-disc gap-1 pl-5">
        <li>{t('rollback.applies')}</li>
        <li>{t('rollback.pins')}</li>
        <li>{t(spec.syncPolicy.automated?.prune ? 'rollback.prunes' : 'rollback.keeps')}</li>
      </ul>
      <OptionCheckbox
        title={t('sync.applyOnly')}
        description={t('rollback.applyOnlyText')}
        checked={applyOnly}
        onChecked={setApplyOnly}
      />
    </ConfirmDialog>
  )
}

/** Lets a pinned deployment follow its revision again. */
export function ReleaseDialog({ place, detail, onClose }: Props) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace, spec, pin, pause } = detail
  const { run, pending, error } = useAction(releaseDeployment, () => {
    toast({ tone: 'info', title: t('toasts.released', { name }) })
    onClose()
  })
  const goesOn = spec.syncPolicy.automated !== null && pause === null
  return (
    <ConfirmDialog
      onClose={onClose}
      title={t('dialogs.release')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      submitLabel={t('holds.release')}
      submitIcon={Undo2}
      pending={pending}
      failure={error}
      blocked={pin === null}
      footnote={pin === null ? t('release.over') : undefined}
      onConfirm={() => void run({ ...place, name })}
    >
      <p>{t('release.follows', { revision: spec.source.revision })}</p>
      <p>{t(goesOn ? 'release.automatic' : 'release.manual')}</p>
    </ConfirmDialog>
  )
}
