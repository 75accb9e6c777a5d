import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { closeDb, createDb, db } from '#lib/db/client.ts'
import { createWorld, PASSWORD, type World } from '#lib/testing/world.ts'
import { countAttempt, LIMITS, SWEEP_MS, WINDOW_SECONDS } from './throttle.ts'
import { verifyCredentials } from './verify-credentials.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.destroy())
beforeEach(() => db.loginThrottle.deleteMany())

const HOME = '203.0.113.7'
const attempt = (username: string, password: string, address = HOME) =>
  verifyCredentials({ username, password }, address).then(
    () => 'in',
    (error: { reason?: string }) => error.reason ?? 'failed',
  )
const times = (count: number) => Array.from({ length: count }, (_, index) => index)
const lapse = (seconds: number) =>
  db.$executeRaw`UPDATE "LoginThrottle" SET "windowStart" = "windowStart" - make_interval(secs => ${seconds})`

describe('signing in', () => {
  test('works with the right password, whatever the case of the name', async () => {
    expect(await attempt('ACME-Admin', PASSWORD)).toBe('in')
  })

  test('W18: is refused with one and the same answer for an unknown name, a wrong password and a disabled person', async () => {
    await db.user.update({ where: { username: 'acme-regular' }, data: { disabledAt: new Date() } })
    expect(await attempt('nobody', PASSWORD)).toBe('bad_credentials')
    expect(await attempt('acme-admin', 'wrong')).toBe('bad_credentials')
    expect(await attempt('acme-regular', PASSWORD)).toBe('bad_credentials')
  })
})

describe('one account from one address', () => {
  test('W17: has five attempts in a window, then the right password does not help either', async () => {
    for (const _ of times(LIMITS.pair)) expect(await attempt('acme-admin', 'wrong')).toBe('bad_credentials')
    expect(await attempt('acme-admin', PASSWORD)).toBe('too_many_attempts')
  })

  test('is told how long to wait', async () => {
    for (const _ of times(LIMITS.pair)) await attempt('acme-admin', 'wrong')
    const refusal = await verifyCredentials({ username: 'acme-admin', password: 'x' }, HOME).catch(
      (error: unknown) => error,
    )
    expect(refusal).toMatchObject({ code: 'RATE_LIMITED', params: { minutes: 15 } })
    const { retryAfter } = (refusal as { params: { retryAfter: number } }).params
    expect(retryAfter).toBeGreaterThan(WINDOW_SECONDS - 60)
    expect(retryAfter).toBeLessThanOrEqual(WINDOW_SECONDS)
  })

  test('may try again when the window is over', async () => {
    for (const _ of times(LIMITS.pair + 3)) await attempt('acme-admin', 'wrong')
    await lapse(WINDOW_SECONDS)
    expect(await attempt('acme-admin', PASSWORD)).toBe('in')
  })

  test('starts anew after signing in', async () => {
    for (const _ of times(LIMITS.pair - 1)) await attempt('acme-admin', 'wrong')
    expect(await attempt('acme-admin', PASSWORD)).toBe('in')
    for (const _ of times(LIMITS.pair)) expect(await attempt('acme-admin', 'wrong')).toBe('bad_credentials')
  })

  test('W17: cannot slip through by guessing all at once', async () => {
    const outcomes = await Promise.all(times(12).map(() => attempt('acme-admin', 'wrong')))
    expect(outcomes.filter((outcome) => outcome === 'bad_credentials')).toHaveLength(LIMITS.pair)
  })
})

test('W17: the counters outlive the process', async () => {
  for (const _ of times(LIMITS.pair)) await attempt('acme-admin', 'wrong')
  await closeDb()
  const after = createDb(world.databaseUrl, 1)
  expect(await after.loginThrottle.count()).toBeGreaterThan(0)
  await after.$disconnect()
  expect(await attempt('acme-admin', PASSWORD)).toBe('too_many_attempts')
})

test('W17: one password against many accounts is limited by the address', async () => {
  for (const index of times(LIMITS.address)) await attempt(`ghost-${index}`, 'Winter2026!')
  expect(await attempt('acme-admin', PASSWORD)).toBe('too_many_attempts')
  expect(await attempt('acme-admin', PASSWORD, '198.51.100.9')).toBe('in')
}, 120_000)

describe('many addresses against one account', () => {
  const storm = async () => {
    for (const index of times(LIMITS.account)) await attempt('acme-admin', 'wrong', `10.0.0.${index}`)
  }

  test('W17: are limited together', async () => {
    await storm()
    expect(await attempt('acme-admin', 'wrong', '10.0.1.1')).toBe('too_many_attempts')
  })

  test('W17: do not lock out the person at the address where they have signed in before', async () => {
    expect(await attempt('acme-admin', PASSWORD)).toBe('in')
    await storm()
    expect(await attempt('acme-admin', PASSWORD)).toBe('in')
    expect(await attempt('acme-admin', PASSWORD, '10.0.1.1')).toBe('too_many_attempts')
  })
})

test('W17: one address alone does not use up an account, nor fill the table once it is refused', async () => {
  for (const _ of times(LIMITS.account + 5)) await attempt('acme-admin', 'wrong')
  expect(await attempt('acme-admin', PASSWORD, '198.51.100.9')).toBe('in')
  await db.loginThrottle.updateMany({ data: { failures: LIMITS.address } })
  const before = await db.loginThrottle.count()
  for (const index of times(10)) expect(await attempt(`ghost-${index}`, 'wrong')).toBe('too_many_attempts')
  expect(await db.loginThrottle.count()).toBe(before)
})

test('the table keeps no name, password or address that somebody typed', async () => {
  await attempt('my-password-in-the-wrong-field', 'wrong')
  const keys = (await db.loginThrottle.findMany()).map(({ key }) => key).join()
  expect(keys).not.toContain('my-password')
  expect(keys).not.toContain(HOME)
})

test('W17: counters that have run out go, also where nobody ever signs in', async () => {
  for (const index of times(10)) await countAttempt({ username: `guess-${index}`, address: `10.0.0.${index}` })
  await lapse(WINDOW_SECONDS)
  await countAttempt({ username: 'acme-admin', address: HOME }, db, Date.now() + SWEEP_MS)
  expect(await db.loginThrottle.count()).toBe(Object.keys(LIMITS).length)
})
