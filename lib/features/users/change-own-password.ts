/** A new password for oneself, with the old one. */
import 'server-only'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { hashPassword } from '#lib/auth/password.ts'
import { writeSession } from '#lib/auth/session.ts'
import { endSessions, startSession, type SessionClaims, type Visitor } from '#lib/auth/sessions.ts'
import { verifyCredentials, type VerifiedUser } from '#lib/auth/verify-credentials.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { changePasswordSchema } from './schema.ts'
import { currentVisitor } from './sign-in.ts'

export type PasswordChange = { user: VerifiedUser; visitor: Visitor; passwordHash: string }

/**
 * Checks the old password as signing in does, counted with the same counters: a session that was left open is no way to guess it. Throws
 * VALIDATION `password_wrong` at the old one, `password_unchanged` at the new one, RATE_LIMITED.
 */
export async function checkPasswordChange(
  { username }: Actor,
  { current, password }: z.output<typeof changePasswordSchema>,
  visitor: Visitor,
): Promise<PasswordChange> {
  const user = await verifyCredentials({ username, password: current }, visitor.address).catch((error: unknown) => {
    if (error instanceof AppError && error.reason === 'bad_credentials')
      throw new AppError('VALIDATION', { fields: { current: { code: 'password_wrong' } } })
    throw error
  })
  if (current === password) throw new AppError('VALIDATION', { fields: { password: { code: 'password_unchanged' } } })
  return { user, visitor, passwordHash: await hashPassword(password) }
}

/** The same for the request that is being served. */
export const prepareOwnPassword = async (actor: Actor, input: z.output<typeof changePasswordSchema>) =>
  checkPasswordChange(actor, input, await currentVisitor())

/** Sets it, ends every session and begins a new one. Throws CONFLICT `version_changed` when the password was set anew meanwhile. */
export async function changeOwnPassword(
  work: Work,
  { user, visitor, passwordHash }: PasswordChange,
): Promise<SessionClaims> {
  const { userId: id, sessionVersion, username } = user
  const { count } = await work.tx.user.updateMany({
    where: { id, sessionVersion },
    data: { passwordHash, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  const next = await endSessions(id, work.tx)
  await recordAudit(
    work,
    { kind: 'platform' },
    { action: 'user.change-password', target: { type: 'user', id, name: username } },
  )
  return startSession(work.tx, { userId: id, sessionVersion: next }, visitor)
}

/** Gives this browser the only session that is left. */
export async function keepSession(claims: SessionClaims): Promise<null> {
  await writeSession(claims)
  return null
}
