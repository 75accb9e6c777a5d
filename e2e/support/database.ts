/** For programs that change the running installation through the domain functions, where the console has no screen for it. */
import { join } from 'node:path'
import { ensureDatabase, ensurePostgres } from '../../scripts/database/postgres.ts'

/** Names the installation's database to `lib/db/client.ts`, which reads its environment when it is imported: import that afterwards. */
export async function nameDatabase(dataDir: string): Promise<void> {
  const server = await ensurePostgres({ home: join(dataDir, 'postgres') })
  process.env['DATABASE_URL'] = await ensureDatabase(server.url, 'ieum')
  process.env['NEXTAUTH_SECRET'] ??= 'not used by this program, but required'
  process.env['IEUM_ENCRYPTION_KEYS'] ??= `unused:${Buffer.alloc(32).toString('base64')}`
}
