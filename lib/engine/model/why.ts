/** Why something is as it is: a code with what fills its words, and another system's own text, quoted and never a secret. */
import type { ErrorParams } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'

export type Why = { reason: Reason; params: ErrorParams; detail: string }

/**
 * A reason with what is known: an empty text says nothing and is left out, so that the words do not leave a gap for it. What manifests
 * and clusters may write and no database can hold (a NUL, half of a character that was cut) becomes a sign for it.
 */
export const why = (reason: Reason, params: ErrorParams = {}, detail = ''): Why => ({
  reason,
  params: Object.fromEntries(
    Object.entries(params)
      .filter(([, value]) => value !== '')
      .map(([name, value]) => [name, typeof value === 'string' ? storable(value) : value]),
  ),
  detail: storable(detail),
})

const storable = (text: string): string => text.toWellFormed().replaceAll('\0', '␀')
