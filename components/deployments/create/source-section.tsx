'use client'
import { Folder, GitFork } from 'lucide-react'
import { useEffect } from 'react'
import { useTranslations } from 'use-intl/react'
import { useRemote } from '#components/patterns/use-remote.ts'
import { Field } from '#components/ui/field.tsx'
import { Icon } from '#components/ui/icon.tsx'
import { Input } from '#components/ui/input.tsx'
import type { PublicError } from '#lib/core/errors.ts'
import type { GitRefs } from '#lib/features/repositories/types.ts'
import { describeError, describeWhy, type Translate } from '#lib/i18n/describe.ts'
import { shortCommit } from '../run-view.ts'
import { refsApi, type DevopsPlace } from '../urls.ts'
import type { FieldsProps } from './fields.ts'
import { FolderBrowser } from './folder-browser.tsx'
import { FormSection } from './form-section.tsx'
import { KindSection } from './kind-section.tsx'
import { RevisionField } from './revision-field.tsx'
import { commitOf } from './revisions.ts'
import { useSettled } from '#components/patterns/use-settled.ts'

type Props = FieldsProps & {
  place: DevopsPlace
  url: string
  /** Fills the revision in when the references are known and nobody has typed one. */
  suggestRevision: (revision: string) => void
}

const SETTLE_MS = 400

/** The few words of a failure: of its reason where it has one. */
const shortFailure = ({ reason, params, ...rest }: PublicError, t: Translate): string =>
  reason === undefined ? describeError(rest, t).title : describeWhy({ reason, ...(params ? { params } : {}) }, t).short

/** Which revision and which folder of the chosen repository. */
export function SourceSection({ draft, set, error, place, url, suggestRevision }: Props) {
  const t = useTranslations('deployments.create.source')
  const fields = useTranslations('deployments.fields')
  const words = useTranslations()
  const { data: refs, error: failure } = useRemote<GitRefs>('git', refsApi(place, draft.repository))
  const revision = useSettled(draft.revision.trim(), SETTLE_MS)
  const path = useSettled(draft.path.trim(), SETTLE_MS)

  const defaultBranch = refs?.defaultBranch
  useEffect(() => {
    if (defaultBranch !== undefined && defaultBranch !== '') suggestRevision(defaultBranch)
  }, [defaultBranch, suggestRevision])

  return (
    <FormSection
      title={t('title')}
      lead={
        <span className="flex items-center gap-1.5">
          <Icon as={GitFork} className="text-fg-3" />
          <code className="anywhere text-xs">{url}</code>
        </span>
      }
    >
      <div className="grid gap-4 sm:grid-cols-2">
        <RevisionField
          label={fields('revision')}
          value={draft.revision}
          onValue={(next) => set({ revision: next })}
          error={error('revision')}
          refs={refs}
          note={
            failure === null || refs !== undefined ? undefined : t('refsUnread', { why: shortFailure(failure, words) })
          }
        />
        <PathField value={draft.path} onValue={(path) => set({ path })} error={error('path')} />
      </div>
      {revision === '' ? null : (
        <FolderBrowser
          place={place}
          repository={draft.repository}
          revision={revision}
          commit={shortCommit(commitOf(refs, revision))}
          value={draft.path}
          onValue={(path) => set({ path })}
        />
      )}
      <KindSection
        {...{ draft, set, error, place, revision }}
        repository={draft.repository}
        path={path === '' ? '.' : path}
      />
    </FormSection>
  )
}

type PathProps = { value: string; onValue: (path: string) => void; error: string | undefined }

function PathField({ value, onValue, error }: PathProps) {
  const t = useTranslations('deployments.create.source')
  const fields = useTranslations('deployments.fields')
  return (
    <Field label={fields('path')} hint={t('pathHint')} error={error}>
      {(control) => (
        <div className="relative">
          <Icon as={Folder} className="pointer-events-none absolute top-2 left-2.5 text-fg-3" />
          <Input
            {...control}
            mono
            autoComplete="off"
            maxLength={1024}
            placeholder="."
            className="pl-8"
            value={value}
            onChange={(event) => onValue(event.target.value)}
          />
        </div>
      )}
    </Field>
  )
}
