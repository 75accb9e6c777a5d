/**
 * Codes → words. What happened, why, what to do: the sentences are the catalogue's, the other system's own text stays a quotation.
 * A placeholder that the code's author did not fill reads `none`, which the catalogue's `select`s handle.
 */
import type { useTranslations } from 'use-intl/react'
import type { ErrorParams, FieldIssue, PublicError } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'

/** A translator of the whole catalogue: `useTranslations()` or `await getT()`. */
export type Translate = ReturnType<typeof useTranslations<never>>

/** Every placeholder that words of a code may use. */
const PLACEHOLDERS = [
  'actor',
  'class',
  'cluster',
  'condition',
  'container',
  'count',
  'expression',
  'entry',
  'field',
  'file',
  'files',
  'finalizers',
  'host',
  'kind',
  'limit',
  'line',
  'manager',
  'megabytes',
  'minutes',
  'name',
  'names',
  'namespace',
  'number',
  'object',
  'owner',
  'path',
  'percent',
  'port',
  'project',
  'ready',
  'repository',
  'resource',
  'retryAfter',
  'revision',
  'seconds',
  'state',
  'total',
  'verb',
  'wanted',
  'words',
] as const

const UNFILLED: ErrorParams = Object.fromEntries(PLACEHOLDERS.map((name) => [name, 'none']))

/** An empty text says nothing, and lines are counted from 1. */
const isFilled = ([name, value]: [string, string | number]): boolean =>
  value !== '' && !(name === 'line' && value === 0)

/** What fills the words of a code; kind and name together are the object. */
export function fill(params: ErrorParams | undefined): ErrorParams {
  const given = Object.fromEntries(Object.entries(params ?? {}).filter(isFilled))
  const { kind, name } = given
  const object = kind !== undefined && name !== undefined ? { object: `${kind} ${name}` } : {}
  return { ...UNFILLED, ...object, ...given }
}

export type Described = {
  /** A few words: the cell of a table, the line beside a badge. */
  short: string
  /** Whole sentences. */
  text: string
  /** The other system's words, unshortened; empty when there are none. */
  detail: string
}

/** The words of a reason, as stored by the engine or returned by an action. */
export function describeWhy(why: { reason: Reason; params?: ErrorParams; detail?: string }, t: Translate): Described {
  const values = fill(why.params)
  return {
    short: t(`reasons.${why.reason}.short`, values),
    text: t(`reasons.${why.reason}.text`, values),
    detail: why.detail ?? '',
  }
}

export type DescribedError = { title: string; text: string; detail: string; requestId: string }

/** The words of a failed request. The title says what kind of failure; with a reason the text is the reason's. */
export function describeError(error: PublicError, t: Translate): DescribedError {
  const values = fill(error.params)
  return {
    title: t(`errors.codes.${error.code}.title`),
    text: error.reason ? t(`reasons.${error.reason}.text`, values) : t(`errors.codes.${error.code}.text`, values),
    detail: error.detail ?? '',
    requestId: error.requestId,
  }
}

/** The words under a field. */
export const describeField = (issue: FieldIssue, t: Translate): string =>
  t(`errors.fields.${issue.code}`, fill(issue.params))
