/** Asks the installation's database directly, not through the product's code: facts that no API server knows. */
import { join } from 'node:path'
import pg from 'pg'
import { ensurePostgres } from '../../scripts/database/postgres.ts'
import { installation } from './installation.ts'

async function connect(): Promise<pg.Client> {
  const server = await ensurePostgres({ home: join(installation().dataDir, 'postgres') })
  const client = new pg.Client({ connectionString: new URL('/ieum', server.url).toString() })
  await client.connect()
  return client
}

/** The rows of one statement. */
export async function askDatabase<Row extends object>(statement: string, values: unknown[] = []): Promise<Row[]> {
  const client = await connect()
  try {
    return (await client.query<Row>(statement, values)).rows
  } finally {
    await client.end()
  }
}

/** Lets nobody read or write a table until the returned function is called: a database that does not answer. */
export async function holdTable(table: string): Promise<() => Promise<void>> {
  const client = await connect()
  await client.query('BEGIN')
  await client.query(`LOCK TABLE ${client.escapeIdentifier(table)} IN ACCESS EXCLUSIVE MODE`)
  return async () => {
    await client.query('ROLLBACK')
    await client.end()
  }
}
