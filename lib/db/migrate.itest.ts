import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#scripts/database/test-database.ts'
import { checksum, MigrationError, migrate, readMigrations } from './migrate.ts'

let database: TestDatabase
let folder: string

beforeEach(async () => {
  database = await createTestDatabase({ empty: true })
  folder = mkdtempSync(path.join(tmpdir(), 'migrations-'))
})
afterEach(async () => {
  rmSync(folder, { recursive: true })
  await database.drop()
})

function write(name: string, sql: string) {
  mkdirSync(path.join(folder, name), { recursive: true })
  writeFileSync(path.join(folder, name, 'migration.sql'), sql)
}

async function query(sql: string): Promise<Record<string, unknown>[]> {
  const client = new pg.Client({ connectionString: database.url })
  await client.connect()
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows
  } finally {
    await client.end()
  }
}

const tables = async () =>
  (await query(`SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename <> '_prisma_migrations'`))
    .map((row) => row['tablename'])
    .sort()

describe('the migrator', () => {
  test('applies what is missing in order, and nothing the second time', async () => {
    write('1_first', 'CREATE TABLE a (id int);')
    write('2_second', 'ALTER TABLE a ADD COLUMN name text;')
    expect(await migrate(database.url, folder)).toEqual(['1_first', '2_second'])
    expect(await migrate(database.url, folder)).toEqual([])
    write('3_third', 'CREATE TABLE b (id int);')
    expect(await migrate(database.url, folder)).toEqual(['3_third'])
  })

  test('keeps the rows that Prisma’s engine keeps', async () => {
    const sql = 'CREATE TABLE a (id int);'
    write('1_first', sql)
    await migrate(database.url, folder)
    expect(
      await query(
        'SELECT migration_name, checksum, applied_steps_count, logs, rolled_back_at FROM "_prisma_migrations"',
      ),
    ).toEqual([
      { migration_name: '1_first', checksum: checksum(sql), applied_steps_count: 1, logs: null, rolled_back_at: null },
    ])
  })

  test('lets one of several racing starts apply and the others find nothing to do', async () => {
    write('1_first', 'SELECT pg_sleep(0.05); CREATE TABLE a (id int);')
    write('2_second', 'CREATE TABLE b (id int);')
    const results = await Promise.all([1, 2, 3].map(() => migrate(database.url, folder)))
    expect(results.filter((applied) => applied.length === 2)).toHaveLength(1)
    expect(results.filter((applied) => applied.length === 0)).toHaveLength(2)
  })

  test('takes back all of a migration that fails, names it with the line, and tries again at the next start', async () => {
    write('1_first', 'CREATE TABLE a (id int);')
    write('2_broken', 'CREATE TABLE b (id int);\nINSERT INTO missing VALUES (1);')
    await expect(migrate(database.url, folder)).rejects.toThrow(/2_broken failed: .*"missing".* \(line 2\)/)
    expect(await tables()).toEqual(['a'])
    write('2_broken', 'CREATE TABLE b (id int);')
    expect(await migrate(database.url, folder)).toEqual(['2_broken'])
  })

  test('runs function bodies with semicolons as one statement', async () => {
    write('1_function', `CREATE FUNCTION f() RETURNS text LANGUAGE plpgsql AS $$ BEGIN RETURN 'a;b'; END; $$;`)
    await migrate(database.url, folder)
    expect(await query('SELECT f() AS value')).toEqual([{ value: 'a;b' }])
  })

  test('runs a statement that allows no transaction outside of one', async () => {
    write('1_table', 'CREATE TABLE a (id int);')
    write('2_index', '-- no-transaction\nCREATE INDEX CONCURRENTLY a_id ON a (id);')
    expect(await migrate(database.url, folder)).toEqual(['1_table', '2_index'])
  })

  test('stops at a migration outside of a transaction that failed half-way, until a person has looked', async () => {
    write('1_index', '-- no-transaction\nCREATE INDEX CONCURRENTLY a_id ON missing (id);')
    await expect(migrate(database.url, folder)).rejects.toBeInstanceOf(MigrationError)
    await expect(migrate(database.url, folder)).rejects.toThrow(/1_index is recorded as failed/)
  })

  test('refuses a database that is newer than this build', async () => {
    write('1_first', 'CREATE TABLE a (id int);')
    write('9_future', 'CREATE TABLE z (id int);')
    await migrate(database.url, folder)
    rmSync(path.join(folder, '9_future'), { recursive: true })
    await expect(migrate(database.url, folder)).rejects.toThrow(/newer than this build; it has 9_future/)
  })

  test('refuses a migration that was changed after it was applied, but not one with other line ends', async () => {
    write('1_first', 'CREATE TABLE a (id int);\n')
    await migrate(database.url, folder)
    write('1_first', 'CREATE TABLE a (id int);\r\n')
    expect(await migrate(database.url, folder)).toEqual([])
    write('1_first', 'CREATE TABLE a (id bigint);\n')
    await expect(migrate(database.url, folder)).rejects.toThrow(/1_first was changed after it was applied/)
  })

  test('applies the product’s own migrations', async () => {
    expect(await migrate(database.url)).toEqual(readMigrations().map((migration) => migration.name))
    expect(await tables()).toContain('ContinuousDeployment')
  })
})
