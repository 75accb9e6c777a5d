'use client'
import { Save } from 'lucide-react'
import { useRouter } from 'next/navigation'
import { useRef, useState } from 'react'
import { useTranslations } from 'use-intl/react'
import { DiscardDialog } from '#components/patterns/discard-dialog.tsx'
import { FailureNotice } from '#components/patterns/failure-notice.tsx'
import { NewerNotice } from '#components/patterns/newer-notice.tsx'
import { PageHeader } from '#components/patterns/page-header.tsx'
import { toast } from '#components/patterns/toast-store.ts'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Button } from '#components/ui/button.tsx'
import { Panel } from '#components/ui/panel.tsx'
import type { Destination } from '#lib/features/clusters/types.ts'
import type { DeploymentDetail, DeploymentYaml } from '#lib/features/deployments/types.ts'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import { RepositorySection } from '../create/basic-step.tsx'
import { previewInput } from '../create/preview-input.ts'
import { verdictOf, type Verdict } from '../create/preview-view.ts'
import { FormFoot, SettingsSections, VerdictNote, WithPreview } from '../create/settings-sections.tsx'
import { useDraftPreview } from '../create/use-draft-preview.ts'
import { useLeaveGuard } from '../create/use-leave-guard.ts'
import { deploymentApi, deploymentPage, deploymentsPage, repositoriesPage, yamlApi, type DevopsPlace } from '../urls.ts'
import { useSettings, type SettingsForm } from './use-settings.ts'

type Props = {
  place: DevopsPlace
  initial: DeploymentDetail
  /** The text of the deployment when the page was opened: what somebody else changes is shown against it. */
  yaml: string
  repositories: readonly RepositorySummary[]
  destinations: readonly Destination[]
}

const ignoreSuggestion = () => undefined

/** The wizard's form for a deployment that is there, with what a change would do, guarded against two editors. */
export function SettingsView({ place, initial, yaml, repositories, destinations }: Props) {
  const t = useTranslations('deployments.settings')
  const title = useTranslations('deployments')('title')
  const router = useRouter()
  const formRef = useRef<HTMLFormElement>(null)
  const { name } = initial
  const { data: latest = initial } = useRemote('deployments', deploymentApi(place, name), initial)
  const form = useSettings({
    ...{ place, destinations, latest, formRef },
    onSaved: () => {
      toast({ tone: 'success', title: t('saved', { name }) })
      router.push(deploymentPage(place, name))
    },
  })
  const [before, setBefore] = useState(yaml)
  const guard = useLeaveGuard(form.dirty)
  const { draft } = form.fields
  const preview = useDraftPreview(place, previewInput(draft, place, destinations, true))
  const verdict = verdictOf(preview.answer)
  return (
    <form
      ref={formRef}
      noValidate
      className="flex min-h-[calc(100dvh-96px)] flex-col"
      onSubmit={(event) => {
        event.preventDefault()
        if (!form.pending && verdict.blocks === 0) form.save()
      }}
    >
      <PageHeader
        title={t('title')}
        description={t('lead')}
        crumbs={[
          { label: title, href: deploymentsPage(place) },
          { label: name, href: deploymentPage(place, name) },
          { label: t('title') },
        ]}
      />
      <WithPreview preview={preview}>
        <FailureNotice failure={form.failure} />
        {form.newer === null ? null : (
          <Newer newer={form.newer} before={before} onBefore={setBefore} place={place} name={name} />
        )}
        <Panel>
          <RepositorySection {...form.fields} repositories={repositories} repositoriesHref={repositoriesPage(place)} />
          <SettingsSections
            {...{ place, repositories, destinations }}
            fields={form.fields}
            suggestRevision={ignoreSuggestion}
          />
        </Panel>
      </WithPreview>
      <Foot form={form} verdict={verdict} back={deploymentPage(place, name)} />
      <DiscardDialog open={guard.asking} onKeep={guard.keep} onDiscard={guard.leave} />
    </form>
  )
}

/** What saving will do. */
function noteOf({ dirty, fields }: SettingsForm) {
  if (!dirty) return 'noteClean'
  return fields.draft.automatic ? 'noteAutomatic' : 'noteManual'
}

function Foot({ form, verdict, back }: { form: SettingsForm; verdict: Verdict; back: string }) {
  const t = useTranslations('deployments.settings')
  const note = useTranslations('common.twoEditors')('note')
  return (
    <FormFoot back={back}>
      <VerdictNote
        verdict={verdict}
        blocked={t('blocked', { count: verdict.blocks })}
        note={form.newer === null ? t(noteOf(form)) : note}
      />
      <Button
        type="submit"
        tone="primary"
        icon={Save}
        busy={form.pending}
        blocked={verdict.blocks > 0 || form.newer !== null || !form.dirty}
      >
        {t('save')}
      </Button>
    </FormFoot>
  )
}

type NewerProps = {
  newer: NonNullable<SettingsForm['newer']>
  /** The text that the form is based on; going on makes the newest one that. */
  before: string
  onBefore: (text: string) => void
  place: DevopsPlace
  name: string
}

/** What somebody else saved, as a change of the text. */
function Newer({ newer, before, onBefore, place, name }: NewerProps) {
  const { data } = useRemote<DeploymentYaml>('deployments', yamlApi(place, name))
  const goOn = (act: () => void) => () => {
    if (data !== undefined) onBefore(data.yaml)
    act()
  }
  return (
    <NewerNotice
      clashes={newer.clashes.length}
      change={data && { before, after: data.yaml }}
      onMerge={goOn(newer.merge)}
      onTake={goOn(newer.take)}
    />
  )
}
