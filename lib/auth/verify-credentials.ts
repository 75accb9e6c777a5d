/** Name and password → the person, or one and the same refusal for every reason. */
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import type { PersonAtVersion } from './load-actor.ts'
import { verifyPassword } from './password.ts'
import { countAttempt, forgetAttempts } from './throttle.ts'

export type VerifiedUser = PersonAtVersion & { username: string }

/**
 * Checks a name and a password that were parsed before. Throws RATE_LIMITED after too many attempts, UNAUTHENTICATED with
 * `bad_credentials` for an unknown name, a wrong password or a disabled person alike.
 */
export async function verifyCredentials(
  { username, password }: { username: string; password: string },
  address: string,
): Promise<VerifiedUser> {
  const attempt = { username: username.toLowerCase(), address }
  await countAttempt(attempt)
  const user = await db.user.findUnique({
    where: { username: attempt.username },
    select: { id: true, username: true, passwordHash: true, sessionVersion: true, disabledAt: true },
  })
  const matches = await verifyPassword(user?.passwordHash ?? null, password)
  if (!user || !matches || user.disabledAt) throw new AppError('UNAUTHENTICATED', { reason: 'bad_credentials' })
  await forgetAttempts(attempt)
  return { userId: user.id, sessionVersion: user.sessionVersion, username: user.username }
}
