/** What is wrong with a YAML text, by line. Pure. */
import type { FieldIssue, PublicError } from '#lib/core/errors.ts'

export type YamlProblem = {
  /** Counted from 1; null when the problem has no line. */
  line: number | null
  /** Dotted path of the field; empty for the text as a whole. */
  path: string
  issue: FieldIssue
  /** The reader's own words; only where it could not read the text at all. */
  detail: string
}

function lineOf(issue: FieldIssue): number | null {
  const line = Number(issue.params?.['line'])
  return Number.isInteger(line) && line > 0 ? line : null
}

/** The problems of a refusal (`yaml`, `yaml.2`, …) in the order of their lines; those without a line come last. */
export function problemsOf(error: PublicError | null): YamlProblem[] {
  return Object.values(error?.fields ?? {})
    .map((issue) => ({
      ...{ line: lineOf(issue), path: String(issue.params?.['path'] ?? ''), issue },
      detail: issue.code === 'yaml' ? (error?.detail ?? '') : '',
    }))
    .toSorted((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER))
}
