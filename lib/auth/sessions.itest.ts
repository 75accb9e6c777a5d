import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { signOutAction } from '#lib/features/users/actions.ts'
import { recordSignIn } from '#lib/features/users/sign-in.ts'
import { endOwnSession, endOwnSessions } from '#lib/features/users/sign-out.ts'
import { createWorld, ORIGIN, workAs, type World } from '#lib/testing/world.ts'
import { actorOfSession, endSession, sessionLimits, startSession, type SessionClaims } from './sessions.ts'

let world: World
let userId: string
beforeAll(async () => {
  world = await createWorld()
  userId = (await db.user.findUniqueOrThrow({ where: { username: 'acme-operator' } })).id
})
afterAll(() => world.destroy())
beforeEach(async () => {
  await db.session.deleteMany()
  await db.user.update({ where: { id: userId }, data: { disabledAt: null } })
})

const HOUR = 3600
const visitor = { address: '203.0.113.7', userAgent: 'Firefox' }
const signIn = async (): Promise<SessionClaims> => {
  const { sessionVersion } = await db.user.findUniqueOrThrow({ where: { id: userId } })
  return withTransaction((tx) => startSession(tx, { userId, sessionVersion }, visitor))
}
const isValid = async (claims: SessionClaims, byPerson = false) => (await actorOfSession(claims, { byPerson })) !== null
/** As if the session had begun, and been used last, so many seconds earlier. */
const age = ({ sessionId }: SessionClaims, started: number, seen: number) =>
  db.$executeRaw`UPDATE "Session" SET "startedAt" = "startedAt" - make_interval(secs => ${started}),
    "seenAt" = "seenAt" - make_interval(secs => ${seen}) WHERE "id" = ${sessionId}::uuid`
const never = () => {
  throw new Error('no such session')
}
const requestBy = (claims: SessionClaims) => ({
  requestId: 'test-request',
  origin: ORIGIN,
  fetchSite: null,
  actor: () => actorOfSession(claims, { byPerson: true }),
})

describe('W15: the limits of a session, by the clock of the database', () => {
  test('W15: unused for less than two hours it is valid, for longer it is not', async () => {
    const claims = await signIn()
    await age(claims, 2 * HOUR - 60, 2 * HOUR - 60)
    expect(await isValid(claims)).toBe(true)
    await age(claims, 61, 61)
    expect(await isValid(claims)).toBe(false)
  })

  test('W15: twelve hours after it began it is over, although it is in use', async () => {
    const claims = await signIn()
    await age(claims, 12 * HOUR - 60, 0)
    expect(await isValid(claims)).toBe(true)
    await age(claims, 61, 0)
    expect(await isValid(claims, true)).toBe(false)
  })

  test('W15: an open page does not prolong it, a person does', async () => {
    const claims = await signIn()
    await age(claims, HOUR, HOUR)
    const seen = async () => (await db.session.findUniqueOrThrow({ where: { id: claims.sessionId } })).seenAt.getTime()
    const before = await seen()
    await isValid(claims, false)
    expect(await seen()).toBe(before)
    await isValid(claims, true)
    expect(await seen()).toBeGreaterThan(before)
  })

  test('W15: a clock that went back prolongs nothing', async () => {
    const claims = await signIn()
    await age(claims, -HOUR, -HOUR)
    expect(await isValid(claims)).toBe(false)
  })

  test('W15: rows of sessions that are over go when somebody signs in', async () => {
    await age(await signIn(), 0, sessionLimits().idleSeconds + 1)
    await age(await signIn(), sessionLimits().absoluteSeconds + 1, 0)
    await signIn()
    expect(await db.session.count()).toBe(1)
  })
})

describe('W14: what ends a session', () => {
  test('W14: signing out ends this one at once, for every copy of its cookie, and no other', async () => {
    const [mine, other] = [await signIn(), await signIn()]
    const actor = await actorOfSession(mine, { byPerson: true })
    await workAs('acme-operator', (work) => endOwnSession(work, actor ?? never()))
    expect(await isValid(mine)).toBe(false)
    expect(await isValid(other)).toBe(true)
    expect(await perform(signOutAction, requestBy(mine), {})).toMatchObject({ error: { code: 'UNAUTHENTICATED' } })
  })

  test('W14: signing out everywhere ends all, also one that begins at this moment with what was checked before', async () => {
    const { sessionVersion } = await db.user.findUniqueOrThrow({ where: { id: userId } })
    const [mine, other] = [await signIn(), await signIn()]
    const actor = await actorOfSession(mine, { byPerson: true })
    await workAs('acme-operator', (work) => endOwnSessions(work, actor ?? never()))
    const late = await withTransaction((tx) => startSession(tx, { userId, sessionVersion }, visitor))
    expect(await Promise.all([mine, other, late].map((claims) => isValid(claims)))).toEqual([false, false, false])
    expect(await isValid(await signIn())).toBe(true)
  })

  test('W14: signing in makes a new session and ends the one that the browser held before', async () => {
    const before = await signIn()
    const { sessionVersion } = await db.user.findUniqueOrThrow({ where: { id: userId } })
    const user = { userId, sessionVersion, username: 'acme-operator' }
    const { claims } = await workAs('acme-operator', (work) => recordSignIn(work, { user, visitor, before }, '/'))
    expect(claims.sessionId).not.toBe(before.sessionId)
    expect(await isValid(before)).toBe(false)
    expect(await isValid(claims)).toBe(true)
  })

  test("W14: nobody ends another person's session, and a session opens for its own person only", async () => {
    const claims = await signIn()
    const stranger = (await db.user.findUniqueOrThrow({ where: { username: 'rival-admin' } })).id
    expect(await endSession({ ...claims, userId: stranger })).toBe(false)
    expect(await isValid({ ...claims, userId: stranger })).toBe(false)
    expect(await isValid(claims)).toBe(true)
  })
})

test('W3: a person who was disabled, or lost a role, is without it on the next request', async () => {
  const claims = await signIn()
  const { projectId } = world.acme.project
  expect((await actorOfSession(claims, { byPerson: true }))?.projects.get(projectId)).toBe('operator')
  await db.projectMember.deleteMany({ where: { userId, projectId } })
  expect((await actorOfSession(claims, { byPerson: true }))?.projects.get(projectId)).toBeUndefined()
  await db.user.update({ where: { id: userId }, data: { disabledAt: new Date() } })
  expect(await isValid(claims)).toBe(false)
})
