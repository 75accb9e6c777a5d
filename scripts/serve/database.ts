/** The database of a start: the one of DATABASE_URL, else the embedded one of the data directory. Migrated when returned. */
import pg from 'pg'
import { MigrationError, migrate } from '#lib/db/migrate.ts'
import type { Progress } from '#scripts/bootstrap/progress.mjs'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { ensureDatabase, ensurePostgres } from '#scripts/database/postgres.ts'

const DATABASE = 'ieum'
const OLDEST = 14

export type Database = {
  url: string
  stop(): Promise<void>
}

/** A database somebody else runs must answer and be new enough before anything is built on it. */
async function checkGiven(url: string): Promise<void> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 10_000,
    application_name: 'ieum start',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ version: number }>(
      `SELECT current_setting('server_version_num')::int / 10000 AS version`,
    )
    const version = rows[0]?.version ?? 0
    if (version < OLDEST)
      throw new StartError(`The database of DATABASE_URL is PostgreSQL ${version}; ${OLDEST} or newer is needed.`)
  } catch (error) {
    if (error instanceof StartError) throw error
    const why = error instanceof Error && error.message !== '' ? error.message : String(error)
    throw new StartError(`The database of DATABASE_URL cannot be used: ${why}`, 'Check address, name and password.', {
      cause: error,
    })
  } finally {
    await client.end().catch(() => undefined)
  }
}

async function open(given: string | undefined, home: string): Promise<Database> {
  if (given !== undefined) {
    await checkGiven(given)
    return { url: given, stop: async () => undefined }
  }
  const server = await ensurePostgres({ home })
  return { url: await ensureDatabase(server.url, DATABASE), stop: () => server.stop() }
}

/** Opens the database and applies the migrations it lacks. Throws `StartError`; an embedded server is stopped again then. */
export async function startDatabase(given: string | undefined, home: string, progress: Progress): Promise<Database> {
  const database = await progress.run('Start the database', () => open(given, home))
  try {
    const applied = await migrate(database.url)
    if (applied.length > 0) progress.line(`    applied ${applied.length} migration(s), up to ${applied.at(-1)}`)
    return database
  } catch (error) {
    await database.stop()
    if (error instanceof MigrationError) throw new StartError(error.message, '', { cause: error })
    throw error
  }
}
