/** The audit row of a change, written in the transaction of the change itself. */
import { toJson } from '#lib/core/json.ts'
import type { Scope } from '#lib/authz/actor.ts'
import type { Tx } from '#lib/db/client.ts'
import type { AuditAction } from '#lib/core/audited.ts'

/** What every domain function works with: the transaction of the change, who asked, and under which request. No Next, no session. */
export type Work = {
  tx: Tx
  requestId: string
  actor: { id: string | null; name: string }
}

export type AuditEntry = {
  action: AuditAction
  target: { type: string; id: string; name: string }
  /** Names and numbers that tell what changed. Never a secret. */
  details?: Record<string, unknown>
}

/** Writes who did what where; fails with the transaction. */
export async function recordAudit(work: Work, scope: Scope, entry: AuditEntry): Promise<void> {
  await work.tx.auditEvent.create({
    data: {
      requestId: work.requestId,
      actorId: work.actor.id,
      actorName: work.actor.name,
      action: entry.action,
      workspaceId: scope.kind === 'platform' ? null : scope.workspaceId,
      devopsProjectId: scope.kind === 'devops' ? scope.devopsProjectId : null,
      projectId: scope.kind === 'project' ? scope.projectId : null,
      targetType: entry.target.type,
      targetId: entry.target.id,
      targetName: entry.target.name,
      details: toJson(entry.details ?? {}),
    },
  })
}

/** The work of the installation itself (seeding, start-up), for domain functions that no person called. */
export const systemWork = (tx: Tx): Work => ({ tx, requestId: 'system', actor: { id: null, name: 'system' } })

/** The work of a request; nobody signed in is `anonymous`. */
export const workOf = (tx: Tx, requestId: string, actor: { id: string; username: string } | null): Work => ({
  tx,
  requestId,
  actor: { id: actor?.id ?? null, name: actor?.username ?? 'anonymous' },
})
