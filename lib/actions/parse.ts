/** Hostile input → parsed input, or one FieldIssue per field. */
import type { z } from 'zod'
import { AppError, FIELD_CODES, type FieldCode, type FieldIssue } from '#lib/core/errors.ts'

type Issue = z.core.$ZodIssue

const isFieldCode = (text: string): text is FieldCode => (FIELD_CODES as readonly string[]).includes(text)

/** Of numbers the value is limited, of everything else the length. */
const isNumber = (origin: string): boolean => origin === 'number' || origin === 'int'

const limit = (value: number | bigint): Record<string, number> => ({ limit: Number(value) })

function fieldIssue(issue: Issue): FieldIssue {
  const named = isFieldCode(issue.message) ? issue.message : null
  switch (issue.code) {
    case 'too_small':
      return { code: named ?? (isNumber(issue.origin) ? 'number_min' : 'too_short'), params: limit(issue.minimum) }
    case 'too_big':
      return { code: named ?? (isNumber(issue.origin) ? 'number_max' : 'too_long'), params: limit(issue.maximum) }
    case 'invalid_type':
      return { code: named ?? (issue.input === undefined ? 'required' : 'invalid') }
    case 'invalid_value':
      return { code: named ?? 'not_a_choice' }
    default:
      return { code: named ?? 'invalid' }
  }
}

/** One issue per field, by dotted path; the first issue of a field wins. The form itself has the empty path. */
export function fieldIssues(issues: readonly Issue[]): Record<string, FieldIssue> {
  const fields: Record<string, FieldIssue> = Object.create(null) as Record<string, FieldIssue>
  const add = (path: readonly PropertyKey[], issue: FieldIssue) => {
    fields[path.map(String).join('.')] ??= issue
  }
  for (const issue of issues) {
    if (issue.code === 'unrecognized_keys') {
      for (const key of issue.keys.slice(0, 20)) add([...issue.path, key.slice(0, 100)], { code: 'unknown_field' })
    } else add(issue.path, fieldIssue(issue))
  }
  return { ...fields }
}

/** Parses what came from outside. Throws VALIDATION with the fields that are wrong. */
export function parseInput<S extends z.ZodType>(schema: S, raw: unknown): z.output<S> {
  const result = schema.safeParse(raw, { reportInput: true })
  if (result.success) return result.data
  throw new AppError('VALIDATION', { fields: fieldIssues(result.error.issues) })
}
