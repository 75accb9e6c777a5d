/** Why something is as it is: a code with what fills its words, and another system's own text, quoted and never a secret. */
import type { ErrorParams } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { foreignWords } from '#lib/core/foreign-words.ts'
import { storable } from './storable.ts'

export type Why = { reason: Reason; params: ErrorParams; detail: string }

/** A reason with what is known: an empty text says nothing and is left out, so that the words do not leave a gap for it. */
export const why = (reason: Reason, params: ErrorParams = {}, detail = ''): Why => ({
  reason,
  params: Object.fromEntries(
    Object.entries(params)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  ),
  detail: foreignWords(storable(detail)),
})
