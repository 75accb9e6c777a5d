/** The first thing a person does whose password somebody else has set. */
import 'server-only'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { PersonAtVersion } from '#lib/auth/load-actor.ts'
import { hashPassword, verifyPassword } from '#lib/auth/password.ts'
import { writeSession } from '#lib/auth/session.ts'
import { startSession } from '#lib/auth/sessions.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { currentVisitor } from './sign-in.ts'

export type Renewal = { replaced: string | null; passwordHash: string }

/**
 * Hashes the new password. Throws PRECONDITION `no_password_change_awaited` for everybody else, who change theirs by giving the current
 * one, and VALIDATION `password_unchanged` for the password of now.
 */
export async function prepareRenewal({ id }: Actor, password: string): Promise<Renewal> {
  const { passwordHash: replaced, mustChangePassword } = await db.user.findUniqueOrThrow({
    where: { id },
    select: { passwordHash: true, mustChangePassword: true },
  })
  if (!mustChangePassword) throw new AppError('PRECONDITION', { reason: 'no_password_change_awaited' })
  if (await verifyPassword(replaced, password))
    throw new AppError('VALIDATION', { fields: { password: { code: 'password_unchanged' } } })
  return { replaced, passwordHash: await hashPassword(password) }
}

/** Sets the password and ends every session. Throws CONFLICT `version_changed` when the password was set anew meanwhile. */
export async function renewPasswordIn(
  work: Work,
  { id, username }: Actor,
  { replaced, passwordHash }: Renewal,
): Promise<PersonAtVersion> {
  const { count } = await work.tx.user.updateMany({
    where: { id, passwordHash: replaced, mustChangePassword: true },
    data: {
      passwordHash,
      mustChangePassword: false,
      sessionVersion: { increment: 1 },
      version: { increment: 1 },
    },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  const { sessionVersion } = await work.tx.user.findUniqueOrThrow({ where: { id }, select: { sessionVersion: true } })
  await recordAudit(
    work,
    { kind: 'platform' },
    { action: 'user.renew-password', target: { type: 'user', id, name: username } },
  )
  return { userId: id, sessionVersion }
}

/** Gives this browser the only session that is left; answers with where to go on. */
export async function continueSession(person: PersonAtVersion): Promise<{ next: string }> {
  const visitor = await currentVisitor()
  const claims = await withTransaction((tx) => startSession(tx, person, visitor))
  await writeSession(claims)
  return { next: '/' }
}
