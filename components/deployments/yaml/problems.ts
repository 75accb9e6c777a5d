/** What is wrong with a YAML text, by line. Pure. */
import type { FieldIssue, PublicError } from '#lib/core/errors.ts'

export type YamlProblem = {
  /** Counted from 1; null when the problem has no line. */
  line: number | null
  /** Dotted path of the field; empty for the text as a whole. */
  path: string
  issue: FieldIssue
}

function lineOf(issue: FieldIssue): number | null {
  const line = Number(issue.params?.['line'])
  return Number.isInteger(line) && line > 0 ? line : null
}

/** The problems of a refusal (`yaml`, `yaml.2`, …) in the order of their lines; those without a line come last. */
export function problemsOf(error: PublicError | null): YamlProblem[] {
  return Object.values(error?.fields ?? {})
    .map((issue) => ({ line: lineOf(issue), path: String(issue.params?.['path'] ?? ''), issue }))
    .toSorted((a, b) => (a.line ?? Number.MAX_SAFE_INTEGER) - (b.line ?? Number.MAX_SAFE_INTEGER))
}

/** Start and end of a line (counted from 1) in characters, without its line break; the end of the text when it has fewer lines. */
export function lineRange(text: string, line: number): { start: number; end: number } {
  let start = 0
  for (let current = 1; current < line; current += 1) {
    const end = text.indexOf('\n', start)
    if (end < 0) return { start: text.length, end: text.length }
    start = end + 1
  }
  const end = text.indexOf('\n', start)
  return { start, end: end < 0 ? text.length : end }
}

export const countLines = (text: string): number => text.split('\n').length
