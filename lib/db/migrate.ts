/**
 * The migrator of a start: applies what prisma/migrations has and the database lacks. It keeps the bookkeeping of Prisma's own
 * engine (table, checksum, advisory lock), so that both can work on one database, one after the other or at the same time.
 * Each migration runs in one transaction with its row: a failed one leaves nothing and is tried again at the next start.
 */
import { createHash, randomUUID } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import pg from 'pg'

/** The key Prisma's engine locks while it migrates. */
const PRISMA_LOCK = 72_707_369

const BOOKKEEPING = `CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  "id" VARCHAR(36) PRIMARY KEY NOT NULL,
  "checksum" VARCHAR(64) NOT NULL,
  "finished_at" TIMESTAMPTZ,
  "migration_name" VARCHAR(255) NOT NULL,
  "logs" TEXT,
  "rolled_back_at" TIMESTAMPTZ,
  "started_at" TIMESTAMPTZ NOT NULL DEFAULT now(),
  "applied_steps_count" INTEGER NOT NULL DEFAULT 0
)`

/** CREATE INDEX CONCURRENTLY and the like: first line of a file with one such statement. */
const NO_TRANSACTION = /^--\s*no-transaction\b/

type Migration = { name: string; sql: string }
type AppliedRow = { migration_name: string; checksum: string; finished_at: Date | null; logs: string | null }

/** The database cannot be brought to what this build needs. The message names the migration and says why. */
export class MigrationError extends Error {
  constructor(message: string, options: ErrorOptions = {}) {
    super(message, options)
    this.name = 'MigrationError'
  }
}

/** The folder of the migrations of this build. */
export const MIGRATIONS_DIRECTORY = path.resolve(import.meta.dirname, '../../prisma/migrations')

/** The migrations of a folder in their order. */
export function readMigrations(directory: string = MIGRATIONS_DIRECTORY): Migration[] {
  return readdirSync(directory, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort()
    .map((name) => ({ name, sql: readFileSync(path.join(directory, name, 'migration.sql'), 'utf8') }))
}

export const checksum = (sql: string): string => createHash('sha256').update(sql).digest('hex')

/** Prisma takes a file with other line ends for the same file. */
function isSameFile(sql: string, recorded: string): boolean {
  const unix = sql.replaceAll('\r\n', '\n')
  return [sql, unix, unix.replaceAll('\n', '\r\n')].some((variant) => checksum(variant) === recorded)
}

function refuseForeignHistory(applied: readonly AppliedRow[], migrations: readonly Migration[]) {
  const failed = applied.find((row) => row.finished_at === null)
  if (failed) throw new MigrationError(`Migration ${failed.migration_name} is recorded as failed: ${failed.logs ?? ''}`)
  const known = new Map(migrations.map((migration) => [migration.name, migration.sql]))
  const newer = applied.filter((row) => !known.has(row.migration_name)).map((row) => row.migration_name)
  if (newer.length > 0) throw new MigrationError(`The database is newer than this build; it has ${newer.join(', ')}`)
  const edited = applied.find((row) => !isSameFile(known.get(row.migration_name) ?? '', row.checksum))
  if (edited) throw new MigrationError(`Migration ${edited.migration_name} was changed after it was applied`)
}

const record = (client: pg.Client, { name, sql }: Migration, startedAt: Date, failure: string | null) =>
  client.query(
    `INSERT INTO "_prisma_migrations"
       (id, checksum, migration_name, started_at, finished_at, applied_steps_count, logs)
     VALUES ($1, $2, $3, $4, $5, $6, $7)`,
    [
      randomUUID(),
      checksum(sql),
      name,
      startedAt,
      failure === null ? new Date() : null,
      failure === null ? 1 : 0,
      failure,
    ],
  )

/** The database's words, with the line of the file where it says one. */
function explain(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error)
  const position = error instanceof pg.DatabaseError ? Number(error.position ?? 0) : 0
  return position > 0 ? `${error.message} (line ${sql.slice(0, position).split('\n').length})` : error.message
}

/** Runs the file as one simple query: the whole file at once, function bodies and strings with semicolons are safe. */
async function apply(client: pg.Client, migration: Migration) {
  const startedAt = new Date()
  const transaction = !NO_TRANSACTION.test(migration.sql)
  try {
    if (transaction) await client.query('BEGIN')
    await client.query(migration.sql)
    await record(client, migration, startedAt, null)
    if (transaction) await client.query('COMMIT')
  } catch (error) {
    const why = explain(error, migration.sql)
    if (transaction) await client.query('ROLLBACK').catch(() => undefined)
    // Half of it may have happened: the row stops every later start until a person has looked.
    else await record(client, migration, startedAt, why)
    throw new MigrationError(`Migration ${migration.name} failed: ${why}`, { cause: error })
  }
}

/**
 * Brings the database at `url` to the migrations of `directory` and returns the names of those it applied. Any number of callers may
 * run it at once: one applies, the others wait and find nothing to do. Throws `MigrationError`.
 */
export async function migrate(url: string, directory: string = MIGRATIONS_DIRECTORY): Promise<string[]> {
  const migrations = readMigrations(directory)
  const client = new pg.Client({
    connectionString: url,
    application_name: 'ieum migrate',
    connectionTimeoutMillis: 10_000,
  })
  client.on('error', () => undefined)
  await client.connect()
  try {
    await client.query('SET lock_timeout = 0; SET statement_timeout = 0')
    // A session lock: the server frees it when this process dies.
    await client.query('SELECT pg_advisory_lock($1)', [PRISMA_LOCK])
    await client.query(BOOKKEEPING)
    const { rows } = await client.query<AppliedRow>(
      `SELECT migration_name, checksum, finished_at, logs FROM "_prisma_migrations"
       WHERE rolled_back_at IS NULL ORDER BY started_at`,
    )
    refuseForeignHistory(rows, migrations)
    const applied = new Set(rows.map((row) => row.migration_name))
    const missing = migrations.filter((migration) => !applied.has(migration.name))
    for (const migration of missing) await apply(client, migration)
    return missing.map((migration) => migration.name)
  } finally {
    await client.end()
  }
}
