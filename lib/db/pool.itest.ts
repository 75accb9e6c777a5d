import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createTestDatabase, setTestEnvironment, type TestDatabase } from '#scripts/database/test-database.ts'
import { closeDb, createDb, db as ofProcess, withTransaction } from './client.ts'
import type { PrismaClient } from './generated/client.ts'

const PLACES = 4
const WANTED = 1_000

let database: TestDatabase
let db: PrismaClient
let apart: PrismaClient

beforeAll(async () => {
  database = await createTestDatabase()
  setTestEnvironment(database.url)
  db = createDb(database.url, PLACES)
  apart = createDb(database.url, 1)
})
afterAll(async () => {
  await db.$disconnect()
  await apart.$disconnect()
  await closeDb()
  await database.drop()
})

const connections = async () => {
  const [row] = await apart.$queryRaw<{ count: number }[]>`
    SELECT count(*)::int AS "count" FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`
  return row?.count
}

describe('D9: very many that want the database at once', () => {
  test('are told soon that there is no place, take no more connections than there are, and leave it as it was', async () => {
    const busy = Promise.all(Array.from({ length: PLACES }, () => db.$queryRaw`SELECT 1 AS one FROM pg_sleep(4)`))
    await expect.poll(connections).toBe(PLACES)
    const others = await Promise.allSettled(Array.from({ length: WANTED }, () => db.$queryRaw`SELECT 1 AS one`))
    expect(await connections()).toBe(PLACES)
    const said = others.map((one) => (one.status === 'rejected' ? String(one.reason.code) : 'answered'))
    expect(new Set(said)).toEqual(new Set(['UNAVAILABLE']))
    await expect(busy).resolves.toHaveLength(PLACES)
    expect(await db.$queryRaw`SELECT 1 AS one`).toEqual([{ one: 1 }])
  })
})

describe('whoever holds a transaction', () => {
  const count = () => ofProcess.workspace.count()

  test('may not wait for a second connection', async () => {
    await expect(withTransaction(count)).rejects.toThrow('used inside of a transaction')
    await expect(withTransaction(() => withTransaction((tx) => tx.workspace.count()))).rejects.toThrow(/inside of/)
  })

  test('may when it has ended, and what was begun in it may go on', async () => {
    const after = await withTransaction(async (tx) => {
      await tx.workspace.count()
      return { count }
    })
    await expect(after.count()).resolves.toBe(0)
  })
})
