/**
 * Databases for tests: one throw-away server (no fsync) in .build/test-postgres for all test processes of this checkout, a template
 * that is migrated once per state of prisma/migrations, and a copy of it (30–150 ms) per test file. The server ends with its last user.
 */
import { createHash, randomBytes } from 'node:crypto'
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'
import { MIGRATIONS_DIRECTORY, migrate, readMigrations } from '#lib/db/migrate.ts'
import { isAlive } from '#scripts/bootstrap/processes.mjs'
import { databaseUrl, ensurePostgres, type PostgresServer } from './postgres.ts'

const HOME = path.resolve(import.meta.dirname, '../../.build/test-postgres')
/** Held shared by every user of the server; who gets it exclusively is the last one. */
const USERS_LOCK = 7_210_001
/** Held while the template is made. */
const TEMPLATE_LOCK = 7_210_002
const TEMPLATE_PREFIX = 'ieum_template_'

export type TestDatabase = {
  url: string
  /** Removes the database, connections to it included. */
  drop(): Promise<void>
}

export type TestServer = {
  /** The maintenance database. */
  url: string
  /** Gives the server back; the last user stops it. */
  release(): Promise<void>
}

/** Connects and says "in use" in one go; undefined where the server was stopped by its last user at that moment. */
async function enter(server: PostgresServer): Promise<pg.Client | undefined> {
  const client = new pg.Client({ connectionString: server.url, application_name: 'ieum test' })
  client.on('error', () => undefined)
  try {
    await client.connect()
    await client.query('SELECT pg_advisory_lock_shared($1)', [USERS_LOCK])
    return client
  } catch {
    await client.end().catch(() => undefined)
    return undefined
  }
}

async function leave(server: PostgresServer, client: pg.Client): Promise<void> {
  try {
    await client.query('SELECT pg_advisory_unlock_shared($1)', [USERS_LOCK])
    const { rows } = await client.query<{ last: boolean }>('SELECT pg_try_advisory_lock($1) AS last', [USERS_LOCK])
    // Newcomers wait for the lock until the server goes; they then start it again.
    if (rows[0]?.last) await server.stop()
  } catch (error) {
    // Two may leave at once: the other one was the last, and the server is going.
    if (!(error instanceof pg.DatabaseError)) throw error
  } finally {
    await client.end().catch(() => undefined)
  }
}

/** Takes a share in the test server, started when needed. A test run holds one from its beginning to its end, so that the server stays up. */
export async function acquireTestServer(): Promise<TestServer> {
  const { url, client, server } = await acquire()
  return { url, release: () => leave(server, client) }
}

async function acquire() {
  mkdirSync(path.dirname(HOME), { recursive: true })
  for (;;) {
    const server = await ensurePostgres({ home: HOME, durable: false })
    const client = await enter(server)
    if (client) return { url: server.url, client, server }
  }
}

const templateName = () => {
  const hash = createHash('sha256')
  for (const { name, sql } of readMigrations()) hash.update(name).update('\0').update(sql).update('\0')
  return TEMPLATE_PREFIX + hash.digest('hex').slice(0, 16)
}

const databasesLike = async (client: pg.Client, pattern: RegExp): Promise<string[]> => {
  const { rows } = await client.query<{ datname: string }>('SELECT datname FROM pg_database')
  return rows.map((row) => row.datname).filter((name) => pattern.test(name))
}

/** Removes what killed test runs left behind. */
async function sweep(client: pg.Client) {
  for (const name of await databasesLike(client, /^t_\d+_/)) {
    if (!isAlive(Number(name.split('_')[1]))) await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
  }
}

/** The template of the present migrations. It gets its name only when it is whole. */
async function ensureTemplate(url: string, client: pg.Client): Promise<string> {
  const name = templateName()
  await client.query('SELECT pg_advisory_lock($1)', [TEMPLATE_LOCK])
  try {
    const existing = await databasesLike(client, new RegExp(`^${TEMPLATE_PREFIX}`))
    if (existing.includes(name)) return name
    for (const old of existing) await client.query(`DROP DATABASE IF EXISTS "${old}" WITH (FORCE)`)
    await sweep(client)
    const draft = `${TEMPLATE_PREFIX}draft`
    await client.query(`CREATE DATABASE "${draft}" TEMPLATE template0`)
    await migrate(databaseUrl(url, draft), MIGRATIONS_DIRECTORY)
    await client.query(`ALTER DATABASE "${draft}" RENAME TO "${name}"`)
    return name
  } finally {
    await client.query('SELECT pg_advisory_unlock($1)', [TEMPLATE_LOCK])
  }
}

/**
 * A database of its own, with all migrations applied (`empty`: with nothing in it). Starts the test server when none runs, and keeps it
 * until `drop`.
 */
export async function createTestDatabase(options: { empty?: boolean } = {}): Promise<TestDatabase> {
  const { url, client, server } = await acquire()
  const name = `t_${process.pid}_${randomBytes(6).toString('hex')}`
  const template = options.empty ? 'template0' : await ensureTemplate(url, client)
  await client.query(`CREATE DATABASE "${name}" TEMPLATE "${template}" STRATEGY FILE_COPY`)
  return {
    url: databaseUrl(url, name),
    async drop() {
      await client.query(`DROP DATABASE IF EXISTS "${name}" WITH (FORCE)`)
      await leave(server, client)
    },
  }
}

/** Sets what `env()` needs, so that code under test that asks for the environment works on the test database. Secrets are made up. */
export function setTestEnvironment(databaseAddress: string): void {
  Object.assign(process.env, {
    DATABASE_URL: databaseAddress,
    NEXTAUTH_URL: 'http://localhost:3000',
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    IEUM_ENCRYPTION_KEYS: `test:${randomBytes(32).toString('base64')}`,
    IEUM_LOG_LEVEL: process.env['IEUM_LOG_LEVEL'] ?? 'silent',
  })
}
