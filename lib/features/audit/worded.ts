/** Actions by the words that people read for them, in any language of the console. Pure. */
import { AUDIT_ACTIONS, type AuditAction } from '#lib/core/audited.ts'
import { CATALOGUES } from '#lib/i18n/catalogues.ts'

type Words = Record<string, Record<string, string>>

/** What an action is called in each language. */
function wordsOf(action: AuditAction): string[] {
  const [target = '', verb = ''] = action.split('.')
  return Object.values(CATALOGUES).flatMap(({ audit }) => (audit.actions as Words)[target]?.[verb] ?? [])
}

const WORDED: readonly (readonly [AuditAction, string])[] = AUDIT_ACTIONS.map((action) => [
  action,
  wordsOf(action).join('\n').toLowerCase(),
])

/** The actions whose words hold the text, whatever its case. */
export const actionsWorded = (text: string): AuditAction[] =>
  WORDED.filter(([, words]) => words.includes(text.toLowerCase())).map(([action]) => action)
