/** Links between identities and people: one's own, and those that an administrator makes. */
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { endSessions } from '#lib/auth/sessions.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { requireAllowed } from '#lib/features/users/public.ts'
import { linkIdentity } from './finish.ts'
import { findProvider } from './provider.ts'
import type { OwnSignIn, SignInChoice } from './types.ts'

/** The providers that the log-in page offers. */
export const listChoices = (): Promise<SignInChoice[]> =>
  db.identityProvider.findMany({ orderBy: { displayName: 'asc' }, select: { name: true, displayName: true } })

/** How the person signs in, and with which other providers they could. */
export async function readOwnSignIn({ id }: Actor): Promise<OwnSignIn> {
  const [{ passwordHash, identities }, choices] = await Promise.all([
    db.user.findUniqueOrThrow({
      where: { id },
      select: {
        passwordHash: true,
        identities: {
          orderBy: { createdAt: 'asc' },
          select: {
            ...{ id: true, subject: true, lastLoginAt: true },
            provider: { select: { name: true, displayName: true } },
          },
        },
      },
    }),
    listChoices(),
  ])
  const linked = new Set(identities.map(({ provider }) => provider.name))
  return {
    hasPassword: passwordHash !== null,
    identities: identities.map(({ provider, lastLoginAt, ...identity }) => ({
      ...identity,
      ...{ provider: provider.name, displayName: provider.displayName },
      lastLoginAt: lastLoginAt?.toISOString() ?? null,
    })),
    others: choices.filter(({ name }) => !linked.has(name)),
  }
}

type Linked = { id: string; subject: string; provider: { name: string } }

async function unlink(work: Work, { id, username }: { id: string; username: string }, identity: Linked): Promise<void> {
  await work.tx.externalIdentity.delete({ where: { id: identity.id } })
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action: 'user.unlink-identity',
      target: { type: 'user', id, name: username },
      details: { provider: identity.provider.name, subject: identity.subject },
    },
  )
}

const linkedSelect = { id: true, subject: true, provider: { select: { name: true } } } as const

/** Takes one's own link away. Throws NOT_FOUND, PRECONDITION `sso_last_way_in` where nothing else would let its holder in. */
export async function unlinkOwn(work: Work, actor: Actor, id: string): Promise<null> {
  const { passwordHash, identities } = await work.tx.user.findUniqueOrThrow({
    where: { id: actor.id },
    select: { passwordHash: true, identities: { select: linkedSelect } },
  })
  const identity = identities.find((one) => one.id === id)
  if (!identity) throw new AppError('NOT_FOUND')
  if (passwordHash === null && identities.length === 1)
    throw new AppError('PRECONDITION', { reason: 'sso_last_way_in' })
  await unlink(work, actor, identity)
  return null
}

/** The account, if the actor may say who signs in to it: as with its password. Throws NOT_FOUND and as `requireAllowed`. */
async function findAccount({ tx }: Work, actor: Actor, username: string) {
  const account = await tx.user.findUnique({
    where: { username },
    select: { id: true, username: true, platformRole: true },
  })
  if (!account) throw new AppError('NOT_FOUND', { fields: { username: { code: 'not_found' } } })
  requireAllowed(actor, 'password', account)
  return account
}

/** Lets an identity in as that person. Throws CONFLICT `sso_identity_taken` or `sso_already_linked`, and as `findAccount`. */
export async function linkUser(
  work: Work,
  actor: Actor,
  { username, provider: name, subject }: { username: string; provider: string; subject: string },
): Promise<null> {
  const account = await findAccount(work, actor, username)
  const { id: providerId, issuer } = await findProvider(name, work.tx)
  const taken = await work.tx.externalIdentity.findUnique({ where: { issuer_subject: { issuer, subject } } })
  if (taken && taken.userId !== account.id) throw new AppError('CONFLICT', { reason: 'sso_identity_taken' })
  await linkIdentity(work, { providerId, issuer, subject, userId: account.id }, { username, provider: name })
  return null
}

/** Takes a person's link away, and ends their sessions. Throws NOT_FOUND, and as `findAccount`. */
export async function unlinkUser(
  work: Work,
  actor: Actor,
  { username, provider: name }: { username: string; provider: string },
): Promise<null> {
  const account = await findAccount(work, actor, username)
  const { id: providerId } = await findProvider(name, work.tx)
  const identity = await work.tx.externalIdentity.findUnique({
    where: { userId_providerId: { userId: account.id, providerId } },
    select: linkedSelect,
  })
  if (!identity) throw new AppError('NOT_FOUND')
  await unlink(work, account, identity)
  await endSessions(account.id, work.tx)
  return null
}
