/**
 * The keys that stored secrets are encrypted with (docs/operations.md):
 *
 *   npm run keys -- new                       prints a fresh key, to be put first into IEUM_ENCRYPTION_KEYS
 *   npm run keys -- status                    says how many secrets each key has
 *   npm run keys -- rotate                    gives every secret the first key; can be stopped and run again
 *
 * `--data-dir <folder>` takes keys and database of an installation of `npm start`, and with `new` adds the key to it.
 */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import pg from 'pg'
import { encryptionKeysOf, type EncryptionKey } from '#lib/config/env.ts'
import { installationAt } from './installation.ts'
import { countByKey, rotate } from './rotate.ts'

const USAGE = 'usage: npm run keys -- new | status | rotate [--data-dir <folder>]'
const BAD_USAGE = 64

const freshKey = (): string => `${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`

type Work = (client: pg.Client, keys: readonly EncryptionKey[]) => Promise<number>

/** Runs `work` on the database and with the keys of the environment, else of the data directory. */
async function withSource(dataDir: string | undefined, work: Work): Promise<number> {
  const installation = dataDir === undefined ? null : installationAt(dataDir)
  const keys = process.env['IEUM_ENCRYPTION_KEYS'] || installation?.keys()
  if (!keys) throw new Error('IEUM_ENCRYPTION_KEYS is missing; or name an installation with --data-dir.')
  const given = process.env['DATABASE_URL']
  if (given) return connected(given, (client) => work(client, encryptionKeysOf(keys)))
  if (installation === null) throw new Error('DATABASE_URL is missing; or name an installation with --data-dir.')
  return installation.withDatabase((url) => connected(url, (client) => work(client, encryptionKeysOf(keys))))
}

async function connected(database: string, work: (client: pg.Client) => Promise<number>): Promise<number> {
  const client = new pg.Client({ connectionString: database, application_name: 'ieum keys' })
  client.on('error', () => undefined)
  await client.connect()
  try {
    return await work(client)
  } finally {
    await client.end()
  }
}

function printNew(dataDir: string | undefined): number {
  const key = freshKey()
  if (dataDir === undefined) {
    console.log(key)
    return 0
  }
  installationAt(dataDir).addKey(key)
  console.log(`Added key ${key.slice(0, key.indexOf(':'))} in front. Restart Ieum, then run: npm run keys -- rotate`)
  return 0
}

const printStatus: Work = async (client, keys) => {
  const known = keys.map(({ id }) => id)
  for (const { place, keyId, count } of await countByKey(client)) {
    const isKnown = known.includes(keyId)
    const note = keyId === known[0] ? 'current' : isKnown ? 'old: rotate' : 'not in IEUM_ENCRYPTION_KEYS'
    console.log(`${place}\tkey ${keyId}\t${count}\t${note}`)
  }
  return 0
}

const runRotation: Work = async (client, keys) => {
  const { rotated, unreadable, left } = await rotate(client, keys, ({ table, column }, done, total) =>
    console.log(`${table}.${column}: ${done} of ${total}`),
  )
  console.log(`${rotated} secret(s) were given key ${keys[0]?.id}.`)
  for (const { table, id, why } of unreadable) console.error(`${table} ${id}: ${why}. Enter its secret again.`)
  if (left > 0)
    console.error(`${left} secret(s) were written with an old key meanwhile. Restart Ieum, then run this again.`)
  if (unreadable.length > 0 || left > 0) return 1
  console.log('Verified: no secret has another key. The old keys can be taken out of IEUM_ENCRYPTION_KEYS.')
  return 0
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    strict: true,
    options: { 'data-dir': { type: 'string' } },
  })
  const [command, ...rest] = positionals
  const dataDir = values['data-dir']
  if (rest.length > 0 || command === undefined || !['new', 'status', 'rotate'].includes(command)) {
    console.error(USAGE)
    return BAD_USAGE
  }
  if (command === 'new') return printNew(dataDir)
  return withSource(dataDir, command === 'status' ? printStatus : runRotation)
}

process.exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : String(error))
  return 1
})
