import pg from 'pg'
import { expect, test } from 'vitest'
import { readMigrations } from '#lib/db/migrate.ts'
import { acquireTestServer, createTestDatabase } from './test-database.ts'

async function query(url: string, sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

test('databases for tests have all migrations and share nothing', async () => {
  const [a, b] = await Promise.all([createTestDatabase(), createTestDatabase()])
  try {
    await query(a.url, `INSERT INTO "PlatformSetting" (name, value, "updatedAt") VALUES ('x', '1', now())`)
    expect(await query(a.url, 'SELECT name FROM "PlatformSetting"')).toHaveLength(1)
    expect(await query(b.url, 'SELECT name FROM "PlatformSetting"')).toHaveLength(0)
    expect(await query(b.url, 'SELECT migration_name FROM "_prisma_migrations"')).toHaveLength(readMigrations().length)
  } finally {
    await Promise.all([a.drop(), b.drop()])
  }
})

test('a dropped test database is gone although somebody is connected', async () => {
  const server = await acquireTestServer()
  const database = await createTestDatabase()
  const client = new pg.Client({ connectionString: database.url })
  const ended = new Promise<void>((resolve) => client.on('error', () => resolve()))
  await client.connect()
  await database.drop()
  await ended
  const name = new URL(database.url).pathname.slice(1)
  expect(await query(server.url, `SELECT 1 FROM pg_database WHERE datname = '${name}'`)).toEqual([])
  await server.release()
})
