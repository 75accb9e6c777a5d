import { openSession } from '#lib/auth/session.ts'
import { actorOfSession } from '#lib/auth/sessions.ts'
import type { Scope } from '#lib/authz/actor.ts'
import { can } from '#lib/authz/can.ts'
import type { Permission } from '#lib/authz/permissions.ts'

/** Whether the session that opened a stream still gives the right to it, as the database has it now. */
export async function holdsRight(token: string, permission: Permission, scope: Scope): Promise<boolean> {
  const claims = await openSession(token)
  const actor = claims && (await actorOfSession(claims, { byPerson: false }))
  return actor !== null && can(actor, permission, scope)
}
