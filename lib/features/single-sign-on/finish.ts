/** The way back from a provider: who it says they are → a session, or a link to the person who is signed in. */
import 'server-only'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { readSession } from '#lib/auth/session.ts'
import type { SessionClaims, Visitor } from '#lib/auth/sessions.ts'
import { countAddress, forgetAddress } from '#lib/auth/throttle.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { beginSession, createPersonOfProvider, currentVisitor, recordSignIn } from '#lib/features/users/public.ts'
import { emailSchema, usernameSchema } from '#lib/features/users/schema.ts'
import { groupsOf, personOf } from '#lib/oidc/claims.ts'
import { finishFlow, type Claims } from '#lib/oidc/flow.ts'
import { applyGroups } from './apply-groups.ts'
import { spendAttempt, takeAttempt, type Attempt } from './attempt.ts'
import { findProvider, open, redirectUriOf, type StoredProvider } from './provider.ts'

/** Somebody whom a provider has vouched for. */
export type Vouched = {
  attempt: Attempt
  provider: StoredProvider
  claims: Claims
  groups: string[]
  visitor: Visitor
  before: SessionClaims | null
}

const PERSON_CLAIMS = ['preferred_username', 'email'] as const

/**
 * Takes the attempt from the browser and has the provider's answer judged. Throws UNAUTHENTICATED `sso_attempt_over`, PRECONDITION
 * `sso_groups_unreadable`, RATE_LIMITED, and as `finishFlow`.
 */
export async function checkAnswer({ provider: name, answer }: { provider: string; answer: string }): Promise<Vouched> {
  const attempt = await takeAttempt({ provider: name, state: new URLSearchParams(answer).get('state') })
  const visitor = await currentVisitor()
  await countAddress(visitor.address)
  const provider = await findProvider(name)
  const wanted = [provider.groupsClaim, ...(provider.createsPeople ? PERSON_CLAIMS : [])]
  const claims = await finishFlow(await open(provider), attempt.flow, {
    ...{ redirectUri: redirectUriOf(name), answer, wanted },
  })
  const groups = groupsOf(claims, provider.groupsClaim)
  if (groups === null) throw new AppError('PRECONDITION', { reason: 'sso_groups_unreadable' })
  await forgetAddress(visitor.address)
  return { attempt, provider, claims, groups, visitor, before: await readSession() }
}

const account = { id: true, username: true, sessionVersion: true, disabledAt: true } as const

/** The new person's name and address. Throws PRECONDITION `sso_claims_missing` for what cannot be an account's. */
function newPerson(claims: Claims): { username: string; email: string } {
  const said = personOf(claims)
  const username = usernameSchema.safeParse(said.username)
  const email = emailSchema.safeParse(said.email)
  if (username.success && email.success && !said.isEmailDenied) return { username: username.data, email: email.data }
  const names = [...(username.success ? [] : ['preferred_username']), ...(email.success ? [] : ['email'])]
  throw new AppError('PRECONDITION', {
    ...{ reason: 'sso_claims_missing', params: { names: (names.length > 0 ? names : ['email_verified']).join(', ') } },
  })
}

/**
 * A person of their own for an identity that nobody has. Never one that is there: a name or an address is no proof. Throws CONFLICT
 * `sso_name_taken`.
 */
async function createPerson(work: Work, { provider, claims }: Vouched): Promise<string> {
  const person = newPerson(claims)
  const taken = await work.tx.user.findFirst({
    where: { OR: [{ username: person.username }, { email: person.email }] },
    select: { id: true },
  })
  if (taken) throw new AppError('CONFLICT', { reason: 'sso_name_taken', params: { name: person.username } })
  const { id } = await createPersonOfProvider(work, person, provider.name)
  await work.tx.externalIdentity.create({ data: identityOf({ provider, claims }, id), select: { id: true } })
  return id
}

const identityOf = ({ provider, claims }: Pick<Vouched, 'provider' | 'claims'>, userId: string) => ({
  ...{ providerId: provider.id, issuer: provider.issuer, subject: claims.sub, userId },
})

const findIdentity = ({ tx }: Work, { provider, claims }: Vouched) =>
  tx.externalIdentity.findUnique({
    where: { issuer_subject: { issuer: provider.issuer, subject: claims.sub } },
    select: { id: true, userId: true },
  })

/** The account behind the identity, its row locked. Throws UNAUTHENTICATED `sso_no_account` or `sso_account_disabled`. */
async function findAccount(work: Work, vouched: Vouched) {
  const { provider, claims } = vouched
  const known = await findIdentity(work, vouched)
  if (!known && !provider.createsPeople)
    throw new AppError('UNAUTHENTICATED', { reason: 'sso_no_account', params: { name: claims.sub } })
  const id = known?.userId ?? (await createPerson(work, vouched))
  await work.tx.$queryRaw`SELECT 1 AS one FROM "User" WHERE "id" = ${id}::uuid FOR NO KEY UPDATE`
  const user = await work.tx.user.findUniqueOrThrow({ where: { id }, select: account })
  if (user.disabledAt) throw new AppError('UNAUTHENTICATED', { reason: 'sso_account_disabled' })
  return user
}

type Finished = { claims: SessionClaims | null; next: string }

async function signIn(work: Work, vouched: Vouched): Promise<Finished> {
  const { attempt, provider, visitor, before } = vouched
  const user = await findAccount(work, vouched)
  await work.tx.externalIdentity.update({
    where: { userId_providerId: { userId: user.id, providerId: provider.id } },
    data: { lastLoginAt: new Date() },
  })
  const asPerson = { ...work, actor: { id: user.id, name: user.username } }
  await applyGroups(asPerson, provider, user, vouched.groups)
  // A new role on the platform has ended the sessions of before.
  const { sessionVersion } = await work.tx.user.findUniqueOrThrow({ where: { id: user.id }, select: account })
  const verified = { userId: user.id, username: user.username, sessionVersion }
  return recordSignIn(asPerson, { user: verified, visitor, before, provider: provider.name }, attempt.next)
}

/** Throws CONFLICT `sso_identity_taken` for somebody else's identity, `sso_already_linked` for a second one of the provider. */
async function link(work: Work, actor: Actor | null, vouched: Vouched): Promise<Finished> {
  const { attempt, provider } = vouched
  // The session that asked, and no other: a page of somebody else must not link anything to this one.
  if (!actor || actor.id !== attempt.link?.userId || actor.sessionId !== attempt.link.sessionId)
    throw new AppError('UNAUTHENTICATED', { reason: 'sso_attempt_over' })
  const known = await findIdentity(work, vouched)
  if (known && known.userId !== actor.id) throw new AppError('CONFLICT', { reason: 'sso_identity_taken' })
  if (!known)
    await linkIdentity(work, identityOf(vouched, actor.id), { username: actor.username, provider: provider.name })
  return { claims: null, next: '/profile' }
}

/** Writes the link with its audit line. Throws CONFLICT `sso_already_linked`. */
export async function linkIdentity(
  work: Work,
  identity: ReturnType<typeof identityOf>,
  { username, provider }: { username: string; provider: string },
): Promise<void> {
  const { userId, providerId } = identity
  if (await work.tx.externalIdentity.findUnique({ where: { userId_providerId: { userId, providerId } } }))
    throw new AppError('CONFLICT', { reason: 'sso_already_linked' })
  await work.tx.externalIdentity.create({ data: identity, select: { id: true } })
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action: 'user.link-identity',
      target: { type: 'user', id: userId, name: username },
      details: { provider, subject: identity.subject },
    },
  )
}

/** Uses the attempt up and does what it was begun for. */
export async function finish(work: Work, actor: Actor | null, vouched: Vouched): Promise<Finished> {
  await spendAttempt(work.tx, vouched.attempt)
  return vouched.attempt.link ? link(work, actor, vouched) : signIn(work, vouched)
}

/** Gives the browser its session, and says where to go on. */
export const arrive = async ({ claims, next }: Finished): Promise<{ next: string }> =>
  claims ? beginSession({ claims, next }) : { next }
