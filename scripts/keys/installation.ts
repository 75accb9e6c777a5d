/** The keys and the database of an installation that `npm start` keeps in a data directory. */
import { existsSync } from 'node:fs'
import path from 'node:path'
import { ensureDatabase, ensurePostgres } from '#scripts/database/postgres.ts'
import { addEncryptionKey, ensureSecrets } from '#scripts/serve/secrets.ts'

/** Nothing is read before it is asked for. Throws where the folder holds no installation. */
export function installationAt(dataDir: string) {
  const secrets = path.join(path.resolve(dataDir), 'secrets.json')
  if (!existsSync(secrets)) throw new Error(`${dataDir} holds no installation.`)
  return {
    keys: () => ensureSecrets(secrets).encryptionKeys,
    addKey: (key: string) => addEncryptionKey(secrets, key),
    /** Attaches to its server, or starts it for as long as `work` takes. */
    async withDatabase<T>(work: (url: string) => Promise<T>): Promise<T> {
      const server = await ensurePostgres({ home: path.join(path.resolve(dataDir), 'postgres') })
      try {
        return await work(await ensureDatabase(server.url, 'ieum'))
      } finally {
        if (!server.attached) await server.stop()
      }
    },
  }
}
