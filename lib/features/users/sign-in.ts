/** The steps of signing in: check, record and begin the session, give it to the browser. */
import 'server-only'
import { headers } from 'next/headers'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { clientAddress } from '#lib/auth/address.ts'
import { safePath } from '#lib/auth/safe-path.ts'
import { readSession, writeSession } from '#lib/auth/session.ts'
import { endSession, startSession, type SessionClaims, type Visitor } from '#lib/auth/sessions.ts'
import { verifyCredentials, type VerifiedUser } from '#lib/auth/verify-credentials.ts'
import { env } from '#lib/config/env.ts'
import type { signInSchema } from './schema.ts'

/** `before`: the session that the browser still holds; signing in anew ends it. `provider`: who vouched, if it was no password. */
export type CheckedSignIn = { user: VerifiedUser; visitor: Visitor; before?: SessionClaims | null; provider?: string }
type SignedIn = { claims: SessionClaims; next: string }

export async function currentVisitor(): Promise<Visitor> {
  const list = await headers()
  return { address: clientAddress(list.get('x-forwarded-for')), userAgent: list.get('user-agent') ?? '' }
}

export async function checkSignIn({ username, password }: z.output<typeof signInSchema>): Promise<CheckedSignIn> {
  const visitor = await currentVisitor()
  const user = await verifyCredentials({ username, password }, visitor.address)
  return { user, visitor, before: await readSession() }
}

export async function recordSignIn(work: Work, checked: CheckedSignIn, next: string): Promise<SignedIn> {
  const { user, visitor, before, provider } = checked
  await work.tx.user.update({ where: { id: user.userId }, data: { lastLoginAt: new Date() } })
  const signedIn = { ...work, actor: { id: user.userId, name: user.username } }
  await recordAudit(
    signedIn,
    { kind: 'platform' },
    {
      action: 'user.sign-in',
      target: { type: 'user', id: user.userId, name: user.username },
      ...(provider === undefined ? {} : { details: { provider } }),
    },
  )
  if (before) await endSession(before, work.tx)
  const claims = await startSession(work.tx, user, visitor)
  return { claims, next: safePath(next, new URL(env().NEXTAUTH_URL).origin) }
}

export async function beginSession({ claims, next }: SignedIn): Promise<{ next: string }> {
  await writeSession(claims)
  return { next }
}
