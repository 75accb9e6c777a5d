import type { CredentialsConfig } from 'next-auth/providers/credentials'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { createWorld, PASSWORD, type World } from '#lib/testing/world.ts'
import { authOptions } from './options.ts'

let world: World
beforeAll(async () => {
  world = await createWorld()
})
afterAll(() => world.destroy())

/** What next-auth's own door calls with a name and a password. */
function authorize(username: string, password: string) {
  const provider = authOptions().providers[0] as unknown as { options: Pick<CredentialsConfig, 'authorize'> }
  return provider.options.authorize({ username, password }, { headers: {} })
}

describe("signing in through next-auth's own door", () => {
  test('is recorded like signing in with the form', async () => {
    expect(await authorize('acme-operator', PASSWORD)).toMatchObject({ sessionId: expect.any(String) as string })
    expect(await db.auditEvent.findMany({ where: { action: 'user.sign-in' } })).toMatchObject([
      { actorName: 'acme-operator', targetName: 'acme-operator' },
    ])
    const { lastLoginAt } = await db.user.findUniqueOrThrow({ where: { username: 'acme-operator' } })
    expect(lastLoginAt).not.toBeNull()
  })

  test.each([
    ['a wrong password', 'acme-viewer', 'wrong'],
    ['a name that nobody has', 'nobody', PASSWORD],
    ['a name with a NUL', 'a\0b', PASSWORD],
  ])('is refused without a word about why: %s', async (_, username, password) => {
    expect(await authorize(username, password)).toBeNull()
    expect(await db.auditEvent.count({ where: { actorName: username.replace('\0', '') } })).toBe(0)
  })
})
