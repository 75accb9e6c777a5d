import type { Draft, DraftField } from './draft.ts'

/** What every part of the form gets: what was typed, how to change it, and what is wrong with a field, in words. */
export type FieldsProps = {
  draft: Draft
  set: (change: Partial<Draft>) => void
  error: (field: DraftField) => string | undefined
}
