'use client'
import { useState, type RefObject } from 'react'
import { useAction } from '#components/patterns/use-action.ts'
import { editDeploymentSettings } from '#lib/features/deployments/actions.ts'
import type { Destination } from '#lib/features/clusters/types.ts'
import type { DeploymentDetail } from '#lib/features/deployments/types.ts'
import { checkDestination } from '../create/destinations.ts'
import { checkDraft, isTouched, toFormIssues, toInput, type Draft, type DraftField } from '../create/draft.ts'
import type { FieldsProps } from '../create/fields.ts'
import { useIssues } from '../create/use-issues.ts'
import type { DevopsPlace } from '../urls.ts'
import { changedFields, clashes, draftOf, mergeDrafts } from './merge.ts'

export type SettingsForm = {
  fields: FieldsProps
  dirty: boolean
  pending: boolean
  failure: ReturnType<typeof useIssues>['failure']
  save: () => void
  /** What somebody else saved while this form was open; null while it is based on the newest. */
  newer: {
    clashes: DraftField[]
    /** Goes on with their version and the fields changed here. */
    merge: () => void
    /** Gives up what was changed here. */
    take: () => void
  } | null
}

type Options = {
  place: DevopsPlace
  destinations: readonly Destination[]
  /** The deployment as it is now, read again whenever something of it changes. */
  latest: DeploymentDetail
  formRef: RefObject<HTMLFormElement | null>
  onSaved: () => void
}

type Base = { draft: Draft; version: number }

/** The settings of a deployment while they are edited. A newer version with the same settings (only the alias changed) is taken silently. */
export function useSettings({ place, destinations, latest, formRef, onSaved }: Options): SettingsForm {
  const [base, setBase] = useState<Base>(() => ({ draft: draftOf(latest), version: latest.version }))
  const [draft, setDraft] = useState(base.draft)
  const [saved, setSaved] = useState(false)
  const { run, pending, error, reset } = useAction(editDeploymentSettings)
  const issues = useIssues(formRef, draft, error)
  const theirs = draftOf(latest)
  const isNewer = !saved && !pending && latest.version > base.version && changedFields(base.draft, theirs).length > 0

  const goOn = (next: Draft) => {
    setBase({ draft: theirs, version: latest.version })
    setDraft(next)
    issues.clear()
    reset()
  }
  const save = async () => {
    const found = { ...checkDestination(draft, destinations), ...checkDraft(draft, place) }
    if (Object.keys(found).length > 0) return issues.show(found)
    const { alias: _, description: __, ...input } = toInput(draft, place)
    const result = await run({ ...input, version: isNewer ? base.version : Math.max(base.version, latest.version) })
    if (!result.ok) return issues.show(toFormIssues(result.error.fields ?? {}))
    setSaved(true)
    onSaved()
  }
  return {
    fields: {
      draft,
      set: (values) => {
        setDraft((current) => ({ ...current, ...values }))
        issues.forget(values)
      },
      error: issues.errorOf,
    },
    dirty: !saved && isTouched(draft, base.draft),
    pending,
    // That somebody was faster is told by the notice, with what they changed.
    failure: isNewer && error?.reason === 'version_changed' ? null : issues.failure,
    save: () => void save(),
    newer: isNewer
      ? {
          clashes: clashes(base.draft, draft, theirs),
          merge: () => goOn(mergeDrafts(base.draft, draft, theirs)),
          take: () => goOn(theirs),
        }
      : null,
  }
}
