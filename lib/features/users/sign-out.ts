/** Signing out: the session's row goes, and with it every copy of the cookie. */
import 'server-only'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { clearSession } from '#lib/auth/session.ts'
import { endSession, endSessions } from '#lib/auth/sessions.ts'

const recordSignOut = (work: Work, actor: Actor, everywhere: boolean): Promise<void> =>
  recordAudit(
    work,
    { kind: 'platform' },
    {
      action: everywhere ? 'user.sign-out-everywhere' : 'user.sign-out',
      target: { type: 'user', id: actor.id, name: actor.username },
    },
  )

/** Ends the session by which the person asks, and no other. */
export async function endOwnSession(work: Work, actor: Actor): Promise<void> {
  if (actor.sessionId !== undefined) await endSession({ userId: actor.id, sessionId: actor.sessionId }, work.tx)
  await recordSignOut(work, actor, false)
}

/** Ends every session of the person, this one too. */
export async function endOwnSessions(work: Work, actor: Actor): Promise<void> {
  await endSessions(actor.id, work.tx)
  await recordSignOut(work, actor, true)
}

/** Answers with where to go on. */
export async function dropSession(): Promise<{ next: string }> {
  await clearSession()
  return { next: '/login' }
}
