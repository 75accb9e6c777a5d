'use client'
import { Save } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { FormFoot } from '#components/deployments/create/settings-sections.tsx'
import { useLeaveGuard } from '#components/deployments/create/use-leave-guard.ts'
import { deploymentsPage, type DevopsPlace } from '#components/deployments/urls.ts'
import { Banner } from '#components/patterns/banner.tsx'
import { useCan } from '#components/patterns/can.tsx'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useAction } from '#components/patterns/use-action.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import { previewPolicy, setPolicy } from '#lib/features/devops-projects/actions.ts'
import type { PolicyImpact, PolicyView as View } from '#lib/features/devops-projects/types.ts'
import { describeField } from '#lib/i18n/describe.ts'
import { DestinationsSection } from './destinations-section.tsx'
import { fromDraft, isEmpty, isSame, toDraft } from './draft.ts'
import { ImpactDialog } from './impact-dialog.tsx'
import { PlatformSections } from './platform-sections.tsx'
import { RepositoriesSection } from './repositories-section.tsx'

type Props = { place: DevopsPlace; view: View }

/** The policy of a DevOps project: what it may deploy, where and from; what a change would stop is told before it is saved. */
export function PolicyView({ place, view }: Props) {
  const t = useTranslations('tenancy.policy')
  const mayEdit = useCan('devops.settings.manage')
  const form = usePolicy(place, view)
  const guard = useLeaveGuard(form.isDirty)
  const { draft, onDraft, errorAt } = form
  const sections = { draft, onDraft, errorAt }
  return (
    <div className="flex min-h-[calc(100dvh-96px)] flex-col">
      <PageHeader title={t('title')} description={t('lead')} />
      <div className="mt-4 mb-6 grid max-w-[960px] gap-4">
        {form.isNewer ? <Newer /> : <FailureNotice failure={form.failure} />}
        {mayEdit ? null : <Banner tone="info" title={t('readOnly')} />}
        <Panel>
          <fieldset disabled={!mayEdit} className="min-w-0">
            <DestinationsSection {...sections} places={view.places} />
            <RepositoriesSection {...sections} />
          </fieldset>
          <PlatformSections {...sections} place={place} view={view} mayChange={mayEdit && view.mayWiden} />
        </Panel>
      </div>
      {mayEdit ? (
        <FormFoot back={deploymentsPage(place)}>
          {form.isDirty ? null : <p className="text-xs text-fg-2">{t('clean')}</p>}
          <Button
            tone="primary"
            icon={Save}
            busy={form.isAsking}
            blocked={!form.isDirty || isEmpty(draft) || form.isNewer}
            onClick={form.ask}
          >
            {t('save')}
          </Button>
        </FormFoot>
      ) : null}
      {form.impact === null ? null : (
        <ImpactDialog
          place={place}
          impact={form.impact}
          pending={form.isSaving}
          onClose={form.giveUp}
          onConfirm={form.save}
        />
      )}
      <DiscardDialog open={guard.asking} onKeep={guard.keep} onDiscard={guard.leave} />
    </div>
  )
}

/** Somebody else was faster. */
function Newer() {
  const t = useTranslations('tenancy.policy')
  const router = useRouter()
  return (
    <Banner
      tone="warn"
      alert
      title={t('newer')}
      actions={
        <Button size="sm" tone="primary" onClick={() => router.refresh()}>
          {t('take')}
        </Button>
      }
    >
      {t('newerText')}
    </Banner>
  )
}

/** The draft, and the two steps of saving it: what it would stop, then the change itself. */
function usePolicy(place: DevopsPlace, view: View) {
  const t = useTranslations()
  const [draft, setDraft] = useState(() => toDraft(view.policy))
  const [impact, setImpact] = useState<PolicyImpact | null>(null)
  const preview = useAction(previewPolicy)
  const change = useAction(setPolicy, () => toast({ tone: 'success', title: t('tenancy.policy.saved') }))
  const policy = fromDraft(draft)
  const failure = change.error ?? preview.error
  const giveUp = () => setImpact(null)
  const save = async () => {
    await change.run({ ...place, policy, version: view.version })
    giveUp()
  }
  const ask = async () => {
    const result = await preview.run({ ...place, policy })
    if (!result.ok) return
    if (result.data.total > 0) setImpact(result.data)
    else await save()
  }
  return {
    draft,
    onDraft: (next: typeof draft) => {
      setDraft(next)
      preview.reset()
    },
    /** Words of the first issue at the path or inside of it. */
    errorAt: (path: string) => {
      const found = Object.entries(failure?.fields ?? {}).find(([at]) => at === path || at.startsWith(`${path}.`))
      return found ? describeField(found[1], t) : undefined
    },
    isDirty: !isSame(policy, view.policy),
    isNewer: change.error?.reason === 'version_changed',
    failure,
    impact,
    isAsking: preview.pending || change.pending,
    isSaving: change.pending,
    ask: () => void ask(),
    save: () => void save(),
    giveUp,
  }
}
