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
import { AppError } from '#lib/core/errors.ts'
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

const GIVER = { select: { name: true, displayName: true } } as const
const GIVEN = { where: { providerId: { not: null } }, take: 1, select: { provider: GIVER } } as const

/**
 * Roles of a group are the directory's to take away, and it is asked nowhere else: whoever has one signs in there. A password would keep the role
 * for ever, and is known to whoever set it, who may be somebody that must not become an administrator. Throws UNAUTHENTICATED `sso_needed`.
 */
async function requireGiver({ tx }: Work, id: string, provider: string | undefined): Promise<void> {
  const { roleProvider, workspaceMemberships, devopsProjectMemberships } = await tx.user.findUniqueOrThrow({
    where: { id },
    select: { roleProvider: GIVER, workspaceMemberships: GIVEN, devopsProjectMemberships: GIVEN },
  })
  const [member] = [...workspaceMemberships, ...devopsProjectMemberships]
  // Several providers may have given memberships: each of them will do. The role on the platform is one provider's.
  const giver = roleProvider ?? (provider === undefined ? member?.provider : null)
  if (giver && giver.name !== provider)
    throw new AppError('UNAUTHENTICATED', { reason: 'sso_needed', params: { name: giver.displayName } })
}

/** Writes the log-in down and begins its session. Throws UNAUTHENTICATED `sso_needed` for who has a role that another provider's group gave. */
export async function recordSignIn(work: Work, checked: CheckedSignIn, next: string): Promise<SignedIn> {
  const { user, visitor, before, provider } = checked
  await work.tx.user.update({ where: { id: user.userId }, data: { lastLoginAt: new Date() } })
  await requireGiver(work, user.userId, provider)
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
