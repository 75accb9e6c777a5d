import type { JsonValue } from '#lib/core/json.ts'

/** One line of the audit log. Names are those of the time; what they name may be gone. */
export type AuditRow = {
  id: string
  at: string
  requestId: string
  /** "system" for the installation itself. */
  actor: string
  action: string
  /** Null for the platform, or where the workspace is gone. */
  workspace: string | null
  devopsProject: string | null
  project: string | null
  target: { type: string; id: string; name: string }
  details: JsonValue
}

/** What the filters offer (no workspaces inside of one), and how long lines are kept. */
export type AuditFacets = {
  actions: string[]
  workspaces: string[]
  retention: { auditDays: number; keptRuns: number; version: number }
}
