'use client'
import { Ban, TriangleAlert } from 'lucide-react'
import type { ReactNode } from 'react'
import { useTranslations } from 'use-intl/react'
import { LinkButton } from '#components/ui/button.tsx'
import { Icon } from '#components/ui/icon.tsx'
import type { Destination } from '#lib/features/clusters/types.ts'
import type { RepositorySummary } from '#lib/features/repositories/types.ts'
import type { DevopsPlace } from '../urls.ts'
import { AdvancedSection } from './advanced-section.tsx'
import type { FieldsProps } from './fields.ts'
import { LocationSection } from './location-section.tsx'
import { DeletionPolicySection, ReplacementSection, StrategySection, SyncOptionsSection } from './policy-sections.tsx'
import { PreviewPanel } from './preview-panel.tsx'
import type { Verdict } from './preview-view.ts'
import { SourceSection } from './source-section.tsx'
import type { DraftPreviewView } from './use-draft-preview.ts'

type Props = {
  fields: FieldsProps
  suggestRevision: (revision: string) => void
  place: DevopsPlace
  repositories: readonly RepositorySummary[]
  destinations: readonly Destination[]
}

/** Everything that a deployment can be told, in the order of the tutorial: the second step of the wizard, and the settings page. */
export function SettingsSections({ fields, suggestRevision, place, repositories, destinations }: Props) {
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

/** The form with the preview beside it, or below it where there is no room. */
export function WithPreview({ preview, children }: { preview: DraftPreviewView; children: ReactNode }) {
  return (
    <div className="mt-4 mb-6 grid max-w-[1280px] items-start gap-4 wide:grid-cols-[minmax(0,1fr)_400px]">
      <div className="grid min-w-0 gap-4">{children}</div>
      <PreviewPanel preview={preview} />
    </div>
  )
}

/** What stands in the way, or what the act will do. */
export function VerdictNote({ verdict, blocked, note }: { verdict: Verdict; blocked: string; note: string }) {
  const t = useTranslations('deployments.create.foot')
  const { blocks, warnings } = verdict
  if (blocks > 0)
    return (
      <p className="mr-1 flex min-w-0 items-center gap-1.5 text-xs text-bad">
        <Icon as={Ban} />
        {blocked}
      </p>
    )
  return (
    <p className="mr-1 flex min-w-0 items-center gap-1.5 text-xs text-fg-2">
      {warnings > 0 ? <Icon as={TriangleAlert} className="text-warn" /> : null}
      {warnings > 0 ? t('warned', { count: warnings, note }) : note}
    </p>
  )
}

/** The foot of a form that is a page: the way back on the left, what will happen and the way on at the right. */
export function FormFoot({ back, children }: { back: string; children: ReactNode }) {
  const cancel = useTranslations('common.actions')('cancel')
  return (
    <footer className="sticky bottom-0 layer-sticky -mx-6 mt-auto -mb-6 flex min-h-[57px] flex-wrap items-center gap-2 border-t border-line bg-surface px-6 py-3 max-sm:-mx-4 max-sm:px-4">
      <LinkButton href={back} tone="ghost" className="mr-auto -ml-3">
        {cancel}
      </LinkButton>
      {children}
    </footer>
  )
}
