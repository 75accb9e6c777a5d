/** One's own sessions: seen, and ended one by one. */
import 'server-only'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { endSession, sessionsOf } from '#lib/auth/sessions.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { OwnSession } from './types.ts'

/** Those that are valid now, this one first, then by their last use. */
export async function listOwnSessions({ id, sessionId }: Actor): Promise<OwnSession[]> {
  const rows = await sessionsOf(id)
  const sessions = rows.map(({ startedAt, seenAt, ...row }) => ({
    ...row,
    startedAt: startedAt.toISOString(),
    seenAt: seenAt.toISOString(),
    current: row.id === sessionId,
  }))
  return sessions.toSorted((a, b) => Number(b.current) - Number(a.current))
}

/** Ends one of one's own sessions. Throws NOT_FOUND for one that is over or somebody else's. */
export async function endOneSession(work: Work, { id, username }: Actor, sessionId: string): Promise<null> {
  if (!(await endSession({ userId: id, sessionId }, work.tx))) throw new AppError('NOT_FOUND')
  await recordAudit(
    work,
    { kind: 'platform' },
    { action: 'user.end-session', target: { type: 'user', id, name: username } },
  )
  return null
}
