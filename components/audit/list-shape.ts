import type { ListShape } from '#components/patterns/list-params.ts'
import { AUDIT_RANGES } from '#lib/features/audit/schema.ts'

const ANY: readonly string[] = []

/** What the audit log keeps in the URL. Actions and workspaces are what the database has. */
export const AUDIT_LIST: ListShape = {
  sorts: ['at'],
  defaultSort: 'at',
  defaultDirection: 'desc',
  filters: { action: ANY, workspace: ANY, range: AUDIT_RANGES, from: ANY, to: ANY },
  hideable: ['workspace'],
}

/** The same inside of one workspace. */
export const WORKSPACE_AUDIT_LIST: ListShape = {
  ...AUDIT_LIST,
  filters: { action: ANY, range: AUDIT_RANGES, from: ANY, to: ANY },
}
