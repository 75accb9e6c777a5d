'use client'
import { ArrowLeft, ArrowRight, Plus } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, type ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { Button, LinkButton } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Destination } from '#lib/features/clusters/types.ts'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import { deploymentPage, deploymentsPage, repositoriesPage, type DevopsPlace } from '../urls.ts'
import { AdvancedSection } from './advanced-section.tsx'
import { BasicStep } from './basic-step.tsx'
import { LocationSection } from './location-section.tsx'
import { DeletionPolicySection, ReplacementSection, StrategySection, SyncOptionsSection } from './policy-sections.tsx'
import { SourceSection } from './source-section.tsx'
import { StepTrack } from './step-track.tsx'
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
  return (
    <form
      ref={formRef}
      noValidate
      className="flex min-h-[calc(100dvh-96px)] flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (wizard.step === 'basic') wizard.next()
        else if (!wizard.pending) wizard.create()
      }}
    >
      <PageHeader title={t('title')} crumbs={[{ label: title, href: deploymentsPage(place) }, { label: t('crumb') }]} />
      <StepTrack step={wizard.step} name={draft.name} />
      <div className="mt-4 mb-6 grid max-w-[860px] gap-4">
        <FailureNotice failure={wizard.failure} />
        <Panel>
          {wizard.step === 'basic' ? (
            <BasicStep {...wizard.fields} repositories={repositories} repositoriesHref={repositoriesPage(place)} />
          ) : (
            <Settings wizard={wizard} place={place} repositories={repositories} destinations={destinations} />
          )}
        </Panel>
      </div>
      <Foot wizard={wizard} place={place} />
      <DiscardDialog open={guard.asking} onKeep={guard.keep} onDiscard={guard.leave} />
    </form>
  )
}

function Settings({ wizard, place, repositories, destinations }: Omit<Props, 'repository'> & { wizard: Wizard }) {
  const { fields, suggestRevision } = wizard
  const url = repositories.find(({ name }) => name === fields.draft.repository)?.url ?? ''
  return (
    <>
      <LocationSection {...fields} destinations={destinations} />
      <SourceSection {...fields} place={place} url={url} suggestRevision={suggestRevision} />
      <StrategySection {...fields} />
      <SyncOptionsSection {...fields} />
      <DeletionPolicySection {...fields} />
      <ReplacementSection {...fields} />
      <AdvancedSection {...fields} />
    </>
  )
}

/** The way back on the left, the way on at the right, and what 생성 will do. */
function Foot({ wizard, place }: { wizard: Wizard; place: DevopsPlace }) {
  const t = useTranslations('deployments.create')
  const cancel = useTranslations('common.actions')('cancel')
  return (
    <footer className="sticky bottom-0 layer-sticky -mx-6 mt-auto -mb-6 flex min-h-[57px] flex-wrap items-center gap-2 border-t border-line bg-surface px-6 py-3">
      <LinkButton href={deploymentsPage(place)} tone="ghost" className="mr-auto -ml-3">
        {cancel}
      </LinkButton>
      {wizard.step === 'basic' ? (
        <Button type="submit" tone="primary" icon={ArrowRight}>
          {t('next')}
        </Button>
      ) : (
        <>
          <FootNote>{t(wizard.fields.draft.automatic ? 'noteAutomatic' : 'noteManual')}</FootNote>
          <Button icon={ArrowLeft} onClick={wizard.previous}>
            {t('previous')}
          </Button>
          <Button type="submit" tone="primary" icon={Plus} busy={wizard.pending}>
            {t('submit')}
          </Button>
        </>
      )}
    </footer>
  )
}

function FootNote({ children }: { children: ReactNode }) {
  return <p className="mr-1 min-w-0 text-xs text-fg-2">{children}</p>
}
