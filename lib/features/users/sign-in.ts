/** The steps of signing in: check, record, give the browser its session. */
import 'server-only'
import { headers } from 'next/headers'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { clientAddress } from '#lib/auth/address.ts'
import { safePath } from '#lib/auth/safe-path.ts'
import { writeSession } from '#lib/auth/session.ts'
import { verifyCredentials, type VerifiedUser } from '#lib/auth/verify-credentials.ts'
import { env } from '#lib/config/env.ts'
import type { signInSchema } from './schema.ts'

type SignedIn = { user: VerifiedUser; next: string }

export async function checkSignIn({ username, password }: z.output<typeof signInSchema>): Promise<VerifiedUser> {
  return verifyCredentials({ username, password }, clientAddress((await headers()).get('x-forwarded-for')))
}

export async function recordSignIn(work: Work, user: VerifiedUser, next: string): Promise<SignedIn> {
  await work.tx.user.update({ where: { id: user.userId }, data: { lastLoginAt: new Date() } })
  const signedIn = { ...work, actor: { id: user.userId, name: user.username } }
  await recordAudit(
    signedIn,
    { kind: 'platform' },
    {
      action: 'user.sign-in',
      target: { type: 'user', id: user.userId, name: user.username },
    },
  )
  return { user, next: safePath(next, new URL(env().NEXTAUTH_URL).origin) }
}

export async function beginSession({ user, next }: SignedIn): Promise<{ next: string }> {
  await writeSession(user)
  return { next }
}
