import { afterEach, expect, test, vi } from 'vitest'
import { claimsOf, decode, encode, sessionCookie, toToken } from './session.ts'

const secret = 's'.repeat(43)
const claims = { userId: '0190d1c4-7b7a-7c9e-8f00-000000000001', sessionId: '0190d1c4-7b7a-4c9e-8f00-000000000002' }
const HOUR = 3600
const maxAge = 12 * HOUR

afterEach(() => vi.useRealTimers())

test('a session holds the user, the session and its own times, nothing else', async () => {
  const token = await decode({ token: await encode({ token: toToken(claims), secret, maxAge }), secret })
  expect(Object.keys(token ?? {}).toSorted()).toEqual(['exp', 'iat', 'jti', 'sid', 'sub'])
  expect(claimsOf(token)).toEqual(claims)
})

test('W15: a cookie ends twelve hours after signing in, however often it was written again meanwhile', async () => {
  vi.useFakeTimers({ toFake: ['Date'] })
  let text = await encode({ token: toToken(claims), secret, maxAge })
  for (let hour = 1; hour < maxAge / HOUR; hour++) {
    vi.setSystemTime(Date.now() + 3600_000)
    const token = await decode({ token: text, secret })
    expect(claimsOf(token)).toEqual(claims)
    text = await encode({ secret, maxAge, ...(token && { token }) })
  }
  vi.setSystemTime(Date.now() + 3600_000 + 60_000)
  expect(await decode({ token: text, secret })).toBeNull()
})

test('W16: a token of another secret, a damaged one and another purpose of the same secret open nothing', async () => {
  const text = await encode({ token: toToken(claims), secret, maxAge })
  expect(await decode({ token: text, secret: 'x'.repeat(43) })).toBeNull()
  expect(await decode({ token: `${text.slice(0, -4)}AAAA`, secret })).toBeNull()
  const state = await encode({ token: toToken(claims), secret, maxAge, salt: 'next-auth.state' })
  expect(await decode({ token: state, secret })).toBeNull()
})

test.each([
  {},
  { value: 'state', provider: 'oidc' },
  { sub: claims.userId },
  { sub: 'x', sid: claims.sessionId },
  { sub: claims.userId, sid: '3' },
  null,
  'text',
])('W16: a token that does not say who it is for is nobody: %j', (token) => expect(claimsOf(token)).toBeNull())

test('the cookie is pinned to the host with https and named after the port without', () => {
  expect(sessionCookie('https://ieum.example')).toMatchObject({
    name: '__Host-ieum-session',
    options: { secure: true, httpOnly: true, sameSite: 'strict', path: '/' },
  })
  expect(sessionCookie('http://localhost:3000').name).not.toBe(sessionCookie('http://localhost:3001').name)
})
