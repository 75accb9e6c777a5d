'use client'
import { useCallback, useRef, useState, type RefObject } from 'react'
import { useAction } from '#components/patterns/use-action.ts'
import type { PublicError } from '#lib/core/errors.ts'
import { createDeployment } from '#lib/features/deployments/actions.ts'
import type { Destination } from '#lib/features/clusters/types.ts'
import type { DevopsPlace } from '../urls.ts'
import { checkDestination, presetCluster } from './destinations.ts'
import {
  applyChange,
  checkDraft,
  EMPTY_DRAFT,
  isTouched,
  issuesOfStep,
  stepOf,
  toFormIssues,
  toInput,
} from './draft.ts'
import type { Draft, Issues, Step } from './draft.ts'
import type { FieldsProps } from './fields.ts'
import { useIssues } from './use-issues.ts'

export type Wizard = {
  step: Step
  fields: FieldsProps
  /** Fills in what nobody typed; it does not count as an edit. */
  suggestRevision: (revision: string) => void
  dirty: boolean
  pending: boolean
  /** A refusal that belongs to no field of the form. */
  failure: PublicError | null
  next: () => void
  previous: () => void
  create: () => void
}

type Options = {
  place: DevopsPlace
  destinations: readonly Destination[]
  repository: string
  /** Where a wrong field is looked for, to put the cursor into it. */
  formRef: RefObject<HTMLFormElement | null>
  onCreated: (name: string) => void
}

/** The state of the wizard. What was typed stays whatever the server says; a refusal opens the step of its field. */
export function useWizard({ place, destinations, repository, formRef, onCreated }: Options): Wizard {
  const { draft, pristine, change, suggestRevision } = useDraft(destinations, repository)
  const [step, setStep] = useState<Step>('basic')
  const [created, setCreated] = useState(false)
  const { run, pending, error } = useAction(createDeployment)
  const issues = useIssues(formRef, draft, error)

  const set = (values: Partial<Draft>) => {
    change(values)
    issues.forget(values)
  }
  const refuse = (found: Issues) => {
    const first = Object.keys(found)[0]
    if (first !== undefined && !Object.keys(issuesOfStep(found, step)).length) setStep(stepOf(first))
    issues.show(found)
  }
  const next = () => {
    const found = issuesOfStep(checkDraft(draft, place), 'basic')
    if (Object.keys(found).length > 0) return refuse(found)
    issues.clear()
    setStep('settings')
    window.scrollTo({ top: 0 })
  }
  const create = async () => {
    const found = { ...checkDestination(draft, destinations), ...checkDraft(draft, place) }
    if (Object.keys(found).length > 0) return refuse(found)
    const result = await run(toInput(draft, place))
    if (!result.ok) return refuse(toFormIssues(result.error.fields ?? {}))
    setCreated(true)
    onCreated(draft.name)
  }
  return {
    step,
    fields: { draft, set, error: issues.errorOf },
    suggestRevision,
    dirty: !created && isTouched(draft, pristine),
    pending,
    failure: issues.failure,
    next,
    previous: () => setStep('basic'),
    create: () => void create(),
  }
}

/** What was typed, and what the form filled in by itself (`pristine`): only the difference is worth a question before leaving. */
function useDraft(destinations: readonly Destination[], repository: string) {
  const [pristine, setPristine] = useState<Draft>(() => ({
    ...EMPTY_DRAFT,
    repository,
    cluster: presetCluster(destinations),
  }))
  const [draft, setDraft] = useState<Draft>(pristine)
  const suggested = useRef('')
  return {
    draft,
    pristine,
    change: (values: Partial<Draft>) => setDraft((current) => applyChange(current, values, suggested.current)),
    suggestRevision: useCallback((revision: string) => {
      suggested.current = revision
      setDraft((current) => (current.revision === '' ? { ...current, revision } : current))
      setPristine((current) => ({ ...current, revision }))
    }, []),
  }
}
