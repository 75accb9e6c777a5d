import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { actorOfSession, startSession, type SessionClaims } from '#lib/auth/sessions.ts'
import { verifyCredentials } from '#lib/auth/verify-credentials.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { createWorld, PASSWORD, workAs, type World } from '#lib/testing/world.ts'
import { changeOwnPassword, checkPasswordChange } from './change-own-password.ts'
import { endOneSession, listOwnSessions } from './own-sessions.ts'

const NEXT = 'Another horse 2'
let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.destroy())
beforeEach(() => db.loginThrottle.deleteMany())

const visitor = { address: '203.0.113.7', userAgent: 'Firefox' }
async function signIn(username: string): Promise<SessionClaims> {
  const { id: userId, sessionVersion } = await db.user.findUniqueOrThrow({ where: { username } })
  return withTransaction((tx) => startSession(tx, { userId, sessionVersion }, visitor))
}
async function actorBy(claims: SessionClaims) {
  const actor = await actorOfSession(claims, { byPerson: true })
  if (!actor) throw new Error('the session is over')
  return actor
}
const isValid = async (claims: SessionClaims) => (await actorOfSession(claims, { byPerson: false })) !== null

describe("a person's own sessions", () => {
  test('are listed, the present one first, without those of anybody else', async () => {
    const [mine, other] = [await signIn('acme-viewer'), await signIn('acme-viewer')]
    await signIn('rival-viewer')
    const listed = await listOwnSessions(await actorBy(mine))
    expect(listed.map(({ id, current }) => [id, current])).toEqual([
      [mine.sessionId, true],
      [other.sessionId, false],
    ])
    expect(listed[0]).toMatchObject(visitor)
  })

  test('end one by one, and with a record', async () => {
    const [mine, other] = [await signIn('acme-viewer'), await signIn('acme-viewer')]
    const actor = await actorBy(mine)
    await workAs('acme-viewer', (work) => endOneSession(work, actor, other.sessionId))
    expect([await isValid(mine), await isValid(other)]).toEqual([true, false])
    expect(await db.auditEvent.count({ where: { action: 'user.end-session', actorId: actor.id } })).toBe(1)
  })

  test("W2: somebody else's is not found, like one that never was", async () => {
    const [mine, theirs] = [await signIn('acme-viewer'), await signIn('rival-viewer')]
    const actor = await actorBy(mine)
    for (const id of [theirs.sessionId, crypto.randomUUID()])
      await expect(workAs('acme-viewer', (work) => endOneSession(work, actor, id))).rejects.toMatchObject({
        code: 'NOT_FOUND',
      })
    expect(await isValid(theirs)).toBe(true)
  })
})

describe('changing the password', () => {
  const change = async (claims: SessionClaims, current: string, password: string) => {
    const checked = await checkPasswordChange(await actorBy(claims), { current, password }, visitor)
    return workAs('acme-maker', (work) => changeOwnPassword(work, checked))
  }

  test('needs the old one, and another one in its place', async () => {
    const mine = await signIn('acme-maker')
    await expect(change(mine, 'wrong', NEXT)).rejects.toMatchObject({ fields: { current: { code: 'password_wrong' } } })
    await expect(change(mine, PASSWORD, PASSWORD)).rejects.toMatchObject({
      fields: { password: { code: 'password_unchanged' } },
    })
    expect(await isValid(mine)).toBe(true)
  })

  test('W17: is no way to guess the old one', async () => {
    const mine = await signIn('acme-maker')
    for (let guess = 0; guess < 5; guess++) await change(mine, 'wrong', NEXT).catch(() => null)
    await expect(change(mine, PASSWORD, NEXT)).rejects.toMatchObject({ code: 'RATE_LIMITED' })
  })

  test('W14: ends every other session and the present cookie, and begins a new session', async () => {
    const [mine, other] = [await signIn('acme-maker'), await signIn('acme-maker')]
    const next = await change(mine, PASSWORD, NEXT)
    expect(await Promise.all([mine, other, next].map(isValid))).toEqual([false, false, true])
    expect(await verifyCredentials({ username: 'acme-maker', password: NEXT }, 'a')).toMatchObject({
      userId: next.userId,
    })
    await expect(verifyCredentials({ username: 'acme-maker', password: PASSWORD }, 'a')).rejects.toMatchObject({
      reason: 'bad_credentials',
    })
  })
})
