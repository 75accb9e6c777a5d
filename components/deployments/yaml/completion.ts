/** Completion of field names, where a field name can stand. */
import type { CompletionContext, CompletionResult } from '@codemirror/autocomplete'
import { fieldsAt } from '#lib/engine/application/fields.ts'
import { pathOfLine } from './path-of-line.ts'

/** Lines above the cursor that are looked at: an Application is short. */
const MOST_LINES = 400

/** The fields that the schema knows here; nothing inside of values. */
export function applicationCompletion({ state, pos, explicit }: CompletionContext): CompletionResult | null {
  const line = state.doc.lineAt(pos)
  const typed = /^(\s*(?:- )?)([\w.-]*)$/.exec(line.text.slice(0, pos - line.from))
  if (!typed || (!explicit && typed[2] === '')) return null
  const [, indent = '', word = ''] = typed
  const above: string[] = []
  for (let number = Math.max(1, line.number - MOST_LINES); number < line.number; number += 1)
    above.push(state.doc.line(number).text)
  const fields = fieldsAt(pathOfLine(above, indent.length))
  if (fields.length === 0) return null
  return {
    from: pos - word.length,
    options: fields.map((label) => ({ label, apply: `${label}: ` })),
    validFor: /^[\w.-]*$/,
  }
}
