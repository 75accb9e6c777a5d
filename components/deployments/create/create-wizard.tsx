'use client'
import { ArrowLeft, ArrowRight, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef } from 'react'
import { useTranslations } from 'use-intl/react'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Destination } from '#lib/features/clusters/types.ts'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import { deploymentPage, deploymentsPage, repositoriesPage, type DevopsPlace } from '../urls.ts'
import { BasicStep } from './basic-step.tsx'
import { previewInput } from './preview-input.ts'
import { verdictOf, type Verdict } from './preview-view.ts'
import { FormFoot, SettingsSections, VerdictNote, WithPreview } from './settings-sections.tsx'
import { StepTrack } from './step-track.tsx'
import { useDraftPreview } from './use-draft-preview.ts'
import { useLeaveGuard } from './use-leave-guard.ts'
import { useWizard, type Wizard } from './use-wizard.ts'

type Props = {
  place: DevopsPlace
  repositories: readonly RepositorySummary[]
  destinations: readonly Destination[]
  /** Chosen on the way here; empty when none was. */
  repository: string
}

/** The two steps of creating a continuous deployment; a page, so that nothing behind it can be lost by a click beside it. */
export function CreateWizard({ place, repositories, destinations, repository }: Props) {
  const t = useTranslations('deployments.create')
  const title = useTranslations('deployments')('title')
  const router = useRouter()
  const formRef = useRef<HTMLFormElement>(null)
  const wizard = useWizard({
    place,
    destinations,
    repository,
    formRef,
    onCreated: (name) => {
      toast({
        tone: 'success',
        title: t('created', { name }),
        links: [{ href: deploymentPage(place, name), label: t('open') }],
      })
      router.push(deploymentsPage(place))
    },
  })
  const guard = useLeaveGuard(wizard.dirty)
  const { draft } = wizard.fields
  const input = wizard.step === 'settings' ? previewInput(draft, place, destinations, false) : null
  const preview = useDraftPreview(place, input)
  const verdict = verdictOf(preview.answer)
  return (
    <form
      ref={formRef}
      noValidate
      className="flex min-h-[calc(100dvh-96px)] flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (wizard.step === 'basic') wizard.next()
        else if (!wizard.pending && verdict.blocks === 0) wizard.create()
      }}
    >
      <PageHeader title={t('title')} crumbs={[{ label: title, href: deploymentsPage(place) }, { label: t('crumb') }]} />
      <StepTrack step={wizard.step} name={draft.name} />
      {wizard.step === 'basic' ? (
        <div className="mt-4 mb-6 grid max-w-[860px] gap-4">
          <FailureNotice failure={wizard.failure} />
          <Panel>
            <BasicStep {...wizard.fields} repositories={repositories} repositoriesHref={repositoriesPage(place)} />
          </Panel>
        </div>
      ) : (
        <WithPreview preview={preview}>
          <FailureNotice failure={wizard.failure} />
          <Panel>
            <SettingsSections {...wizard} place={place} repositories={repositories} destinations={destinations} />
          </Panel>
        </WithPreview>
      )}
      <Foot wizard={wizard} place={place} verdict={verdict} />
      <DiscardDialog open={guard.asking} onKeep={guard.keep} onDiscard={guard.leave} />
    </form>
  )
}

/** What 생성 will do, and the ways between the steps. */
function Foot({ wizard, place, verdict }: { wizard: Wizard; place: DevopsPlace; verdict: Verdict }) {
  const t = useTranslations('deployments.create')
  return (
    <FormFoot back={deploymentsPage(place)}>
      {wizard.step === 'basic' ? (
        <Button type="submit" tone="primary" icon={ArrowRight}>
          {t('next')}
        </Button>
      ) : (
        <>
          <VerdictNote
            verdict={verdict}
            blocked={t('foot.blocked', { count: verdict.blocks })}
            note={t(wizard.fields.draft.automatic ? 'noteAutomatic' : 'noteManual')}
          />
          <Button icon={ArrowLeft} onClick={wizard.previous}>
            {t('previous')}
          </Button>
          <Button type="submit" tone="primary" icon={Plus} busy={wizard.pending} blocked={verdict.blocks > 0}>
            {t('submit')}
          </Button>
        </>
      )}
    </FormFoot>
  )
}
