/** Signing out: the session version moves on, the cookie goes. */
import 'server-only'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { clearSession } from '#lib/auth/session.ts'

export async function endOwnSessions(work: Work, actor: Actor): Promise<void> {
  await work.tx.user.update({ where: { id: actor.id }, data: { sessionVersion: { increment: 1 } } })
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action: 'user.sign-out',
      target: { type: 'user', id: actor.id, name: actor.username },
    },
  )
}

/** Answers with where to go on. */
export async function dropSession(): Promise<{ next: string }> {
  await clearSession()
  return { next: '/login' }
}
