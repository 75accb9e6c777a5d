'use client'
import { RefreshCw } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { FormDialog } from '#components/patterns/form-dialog.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useForm, type Form } from '#components/patterns/use-form.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { OptionCheckbox } from '#components/ui/checkbox.tsx'
import { syncDeployment } from '#lib/features/deployments/actions.ts'
import { syncDeploymentSchema } from '#lib/features/deployments/schema.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import type { GitRefs } from '#lib/features/repositories/types.ts'
import { RevisionField } from '../create/revision-field.tsx'
import { deploymentPage, refsApi, type DevopsPlace } from '../urls.ts'
import { runToastKey, type WatchedRun } from './run-watcher.tsx'

type Props = {
  place: DevopsPlace
  detail: DeploymentDetail
  onClose: () => void
  onStarted: (run: WatchedRun) => void
}

/** One synchronisation by hand; its options are preset from the deployment and hold for this run only. */
export function SyncDialog({ place, detail, onClose, onStarted }: Props) {
  const t = useTranslations('deployments')
  const { name, cluster, namespace } = detail
  const { data: refs } = useRemote<GitRefs>('repositories', refsApi(place, detail.repository))
  const form = useSyncForm({ place, detail, onClose, onStarted })
  const { values, set } = form
  return (
    <FormDialog
      open
      onClose={onClose}
      form={form}
      title={t('dialogs.sync')}
      subtitle={t('subtitle', { name, cluster, namespace })}
      submitLabel={values.dryRun ? t('sync.submitDryRun') : t('acts.sync')}
      submitIcon={RefreshCw}
      blocked={detail.activeRun !== null}
      footnote={detail.activeRun === null ? t('sync.footnote') : t('sync.busy', { number: detail.activeRun.number })}
    >
      <RevisionField
        label={t('sync.revision')}
        value={values.revision}
        onValue={(revision) => set({ revision })}
        error={form.errorAt('options.revision')}
        refs={refs}
      />
      <fieldset className="grid gap-4">
        <legend className="mb-2 text-sm font-medium">{t('sync.options')}</legend>
        <RunOptions form={form} />
      </fieldset>
    </FormDialog>
  )
}

type Values = { revision: string; prune: boolean; dryRun: boolean; force: boolean }

/** The form of one run, preset from the deployment. The deployment's own revision is not sent: it may move until the run starts. */
function useSyncForm({ place, detail, onClose, onStarted }: Props): Form<Values> {
  const t = useTranslations('deployments')
  const { name, spec } = detail
  const initial: Values = {
    revision: spec.source.revision,
    prune: spec.syncPolicy.automated?.prune ?? false,
    dryRun: false,
    force: false,
  }
  return useForm({
    initial,
    schema: syncDeploymentSchema,
    toInput: ({ revision, ...options }) => ({
      ...place,
      name,
      options: { ...options, ...(revision.trim() === spec.source.revision ? {} : { revision }) },
    }),
    action: syncDeployment,
    onSuccess: ({ number }) => {
      toast({
        key: runToastKey({ name, number }),
        tone: 'running',
        title: t('toasts.syncStarted', { name }),
        text: t('toasts.run', { number }),
        links: [{ href: deploymentPage(place, name), label: t('toasts.progress') }],
      })
      onStarted({ name, number })
      onClose()
    },
  })
}

function RunOptions({ form }: { form: Form<Values> }) {
  const t = useTranslations('deployments')
  const { values, set } = form
  return (
    <>
      <OptionCheckbox
        title={t('sync.prune')}
        description={t('sync.pruneText')}
        risk={t('sync.pruneRisk')}
        checked={values.prune}
        onChecked={(prune) => set({ prune })}
      />
      <OptionCheckbox
        title={t('sync.dryRun')}
        description={t('sync.dryRunText')}
        checked={values.dryRun}
        onChecked={(dryRun) => set({ dryRun })}
      />
      <OptionCheckbox
        title={t('sync.force')}
        description={t('sync.forceText')}
        risk={t('sync.forceRisk')}
        checked={values.force}
        onChecked={(force) => set({ force })}
      />
    </>
  )
}
