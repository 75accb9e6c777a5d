'use client'
import { Save } from 'lucide-react'
import { useTranslations } from 'use-intl/react'
import { FormFoot } from '#components/deployments/create/settings-sections.tsx'
import { useLeaveGuard } from '#components/deployments/create/use-leave-guard.ts'
import { deploymentsPage, type DevopsPlace } from '#components/deployments/urls.ts'
import { Banner } from '#components/patterns/banner.tsx'
import { useCan } from '#components/patterns/can.tsx'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { NewerNotice } from '#components/patterns/newer-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { PolicyView as View } from '#lib/features/devops-projects/types.ts'
import { DestinationsSection } from './destinations-section.tsx'
import { isEmpty } from './draft.ts'
import { ImpactDialog } from './impact-dialog.tsx'
import { PlatformSections } from './platform-sections.tsx'
import { RepositoriesSection } from './repositories-section.tsx'
import { usePolicy } from './use-policy.ts'

type Props = { place: DevopsPlace; view: View }

/** The policy of a DevOps project: what it may deploy, where and from; what a change would stop is told before it is saved. */
export function PolicyView({ place, view }: Props) {
  const t = useTranslations('tenancy.policy')
  const mayEdit = useCan('devops.settings.manage')
  const form = usePolicy(place, view)
  const guard = useLeaveGuard(form.isDirty)
  const { draft, onDraft, errorAt, newer, latest } = form
  const note = useTranslations('common.twoEditors')('note')
  const sections = { draft, onDraft, errorAt }
  return (
    <div className="flex min-h-[calc(100dvh-96px)] flex-col">
      <PageHeader title={t('title')} description={t('lead')} />
      <div className="mt-4 mb-6 grid max-w-[960px] gap-4">
        <FailureNotice failure={form.failure} />
        {newer === null ? null : <NewerNotice {...newer} />}
        {mayEdit ? null : <Banner tone="info" title={t('readOnly')} />}
        <Panel>
          <fieldset disabled={!mayEdit} className="min-w-0">
            <DestinationsSection {...sections} places={latest.places} />
            <RepositoriesSection {...sections} />
          </fieldset>
          <PlatformSections {...sections} place={place} view={latest} mayChange={mayEdit && latest.mayWiden} />
        </Panel>
      </div>
      {mayEdit ? (
        <FormFoot back={deploymentsPage(place)}>
          {newer === null && form.isDirty ? null : (
            <p className="text-xs text-fg-2">{newer === null ? t('clean') : note}</p>
          )}
          <Button
            tone="primary"
            icon={Save}
            busy={form.isAsking}
            blocked={!form.isDirty || isEmpty(draft) || newer !== null}
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
