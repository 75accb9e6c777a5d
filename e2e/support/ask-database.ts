/** Asks the installation's database directly, not through the product's code: facts that no API server knows. */
import { join } from 'node:path'
import pg from 'pg'
import { ensurePostgres } from '../../scripts/database/postgres.ts'
import { installation } from './installation.ts'

/** The rows of one statement. */
export async function askDatabase<Row extends object>(statement: string, values: unknown[] = []): Promise<Row[]> {
  const server = await ensurePostgres({ home: join(installation().dataDir, 'postgres') })
  const client = new pg.Client({ connectionString: new URL('/ieum', server.url).toString() })
  await client.connect()
  try {
    return (await client.query<Row>(statement, values)).rows
  } finally {
    await client.end()
  }
}
