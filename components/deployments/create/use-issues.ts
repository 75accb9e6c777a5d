'use client'
import { useState, type RefObject } from 'react'
import { useTranslations } from 'use-intl/react'
import type { PublicError } from '#lib/core/errors.ts'
import { describeError, describeField } from '#lib/i18n/describe.ts'
import { toFormIssues, type Draft, type DraftField, type Issues } from './draft.ts'

export type UsedIssues = {
  /** Marks fields and puts the cursor into the first. */
  show: (found: Issues) => void
  clear: () => void
  /** Fields that were changed are no longer wrong until somebody says so again. */
  forget: (changed: Partial<Draft>) => void
  errorOf: (field: DraftField) => string | undefined
  /** The refusal, where it belongs to no field of the form. */
  failure: PublicError | null
}

/** What is wrong with the fields of a form. `error` is the server's last refusal; where it gave a reason, that says more than a code. */
export function useIssues(
  formRef: RefObject<HTMLFormElement | null>,
  draft: Draft,
  error: PublicError | null,
): UsedIssues {
  const t = useTranslations()
  const [issues, setIssues] = useState<Issues>({})
  const isOfField = error !== null && Object.keys(toFormIssues(error.fields ?? {})).some((field) => field in draft)
  return {
    show: (found) => {
      setIssues(found)
      // The wrong field is marked, and its step shown, only after this render.
      requestAnimationFrame(() => formRef.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
    },
    clear: () => setIssues({}),
    forget: (changed) =>
      setIssues((current) => Object.fromEntries(Object.entries(current).filter(([field]) => !(field in changed)))),
    errorOf: (field) => {
      const issue = issues[field]
      if (!issue) return undefined
      const isRefusal = error?.reason !== undefined && Object.values(error.fields ?? {}).includes(issue)
      return isRefusal ? describeError(error, t).text : describeField(issue, t)
    },
    failure: isOfField ? null : error,
  }
}
