import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EncryptionKey } from '#lib/config/env.ts'
import { closeDb, db } from '#lib/db/client.ts'
import { createTestDatabase, setTestEnvironment, type TestDatabase } from '#scripts/database/test-database.ts'
import { checkKeys } from './check-keys.ts'
import { encryptSecret } from './secrets.ts'

const key = (id: string): EncryptionKey => ({ id, key: randomBytes(32) })
let database: TestDatabase
beforeAll(async () => {
  database = await createTestDatabase()
  setTestEnvironment(database.url)
})
afterAll(async () => {
  await closeDb()
  await database.drop()
})
beforeEach(async () => {
  await db.cluster.deleteMany()
  await db.platformSetting.deleteMany()
})

async function seal(key: EncryptionKey, change: (sealed: string) => string = (sealed) => sealed): Promise<void> {
  const id = randomUUID()
  const connection = change(encryptSecret('{}', { table: 'Cluster', id, column: 'connection' }, [key]))
  await db.cluster.create({ data: { id, name: `c-${id.slice(0, 8)}`, connection } })
}

test('D6: the keys of the database are accepted, again and by many at once, also while they are rotated', async () => {
  const [old, next] = [key('old'), key('next')]
  await seal(old)
  await Promise.all([checkKeys([old]), checkKeys([old]), checkKeys([next, old])])
  await expect(checkKeys([next, old])).resolves.toBeUndefined()
})

test('D6: a missing key keeps a process from starting, and is named', async () => {
  const [old, next] = [key('old'), key('next')]
  await seal(old)
  await checkKeys([old])
  await expect(checkKeys([next])).rejects.toThrow(/lacks the key old/)
})

test('D6: another key under the same id keeps a process from starting, and is not told', async () => {
  const [right, wrong] = [key('k1'), key('k1')]
  await seal(right)
  await checkKeys([right])
  const error = await checkKeys([wrong]).catch((thrown: unknown) => thrown)
  expect(String(error)).toMatch(/has another key k1/)
  expect(String(error)).not.toContain(wrong.key.toString('base64'))
})

test('D6: a row that is damaged keeps nobody from starting', async () => {
  const only = key('k1')
  await seal(only, (sealed) => sealed.slice(0, -4))
  await seal(only, () => 'damaged')
  await expect(checkKeys([only])).resolves.toBeUndefined()
})
