import { spawn } from 'node:child_process'
import { randomBytes, randomUUID } from 'node:crypto'
import { once } from 'node:events'
import path from 'node:path'
import pg from 'pg'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import type { EncryptionKey } from '#lib/config/env.ts'
import { decryptSecret, encryptSecret } from '#lib/crypto/secrets.ts'
import { createTestDatabase, type TestDatabase } from '#scripts/database/test-database.ts'
import { countByKey, rotate } from './rotate.ts'

const ROWS = 10_000
const key = (id: string): EncryptionKey => ({ id, key: randomBytes(32) })
const [older, newer] = [key('older'), key('newer')]
const MAIN = path.join(import.meta.dirname, 'main.ts')

let database: TestDatabase
let client: pg.Client
let project: string

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  const workspace = randomUUID()
  project = randomUUID()
  await client.query(`INSERT INTO "Workspace" ("id", "name", "updatedAt") VALUES ($1, 'acme', now())`, [workspace])
  await client.query(
    `INSERT INTO "DevopsProject" ("id", "workspaceId", "name", "updatedAt") VALUES ($1, $2, 'devops', now())`,
    [project, workspace],
  )
})
afterAll(async () => {
  await client.end()
  await database.drop()
})
beforeEach(() => client.query('DELETE FROM "Credential"'))

const placeOf = (id: string) => ({ table: 'Credential', id, column: 'secret' }) as const

async function fill(count: number): Promise<string[]> {
  const ids = Array.from({ length: count }, () => randomUUID())
  await client.query(
    `INSERT INTO "Credential" ("id", "devopsProjectId", "name", "type", "boundTo", "secret", "updatedAt")
     SELECT n."id", $3, n."id"::text, 'access_token', 'https://git.example.com', n."sealed", now()
     FROM unnest($1::uuid[], $2::text[]) AS n("id", "sealed")`,
    [ids, ids.map((id) => encryptSecret(`CANARY ${id}`, placeOf(id), [older])), project],
  )
  return ids
}

async function unreadable(keys: readonly EncryptionKey[]): Promise<number> {
  const { rows } = await client.query<{ id: string; secret: string }>('SELECT "id"::text, "secret" FROM "Credential"')
  return rows.filter(({ id, secret }) => {
    try {
      return decryptSecret(secret, placeOf(id), keys) !== `CANARY ${id}`
    } catch {
      return true
    }
  }).length
}

const spell = (...keys: EncryptionKey[]) => keys.map(({ id, key: bytes }) => `${id}:${bytes.toString('base64')}`).join()

/** Runs the command; with `killAfter` it is killed with -9 when it has told so many batches. */
async function run(killAfter?: number): Promise<{ code: number | null; output: string }> {
  const child = spawn(process.execPath, ['--disable-warning=ExperimentalWarning', MAIN, 'rotate'], {
    env: { ...process.env, DATABASE_URL: database.url, IEUM_ENCRYPTION_KEYS: spell(newer, older) },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let output = ''
  const read = (chunk: Buffer) => {
    output += chunk.toString()
    if (killAfter !== undefined && output.split('\n').length > killAfter) child.kill('SIGKILL')
  }
  child.stdout.on('data', read)
  child.stderr.on('data', read)
  const [code] = (await once(child, 'close')) as [number | null]
  return { code, output }
}

test(
  'D7: killed five times over 10,000 rows, both keys open everything, and another run ends it',
  { timeout: 120_000 },
  async () => {
    await fill(ROWS)
    for (let kill = 1; kill <= 5; kill++) {
      expect((await run(3)).code).toBeNull()
      expect(await unreadable([newer, older])).toBe(0)
    }
    const { code, output } = await run()
    expect(output).toContain('Verified')
    expect(output).not.toContain('CANARY')
    expect(code).toBe(0)
    expect(await unreadable([newer])).toBe(0)
    expect(await countByKey(client)).toEqual([{ place: 'Credential.secret', keyId: 'newer', count: ROWS }])
    expect((await run()).output).toContain('0 secret(s)')
  },
)

test('D6: a row that no key opens is told and left as it is, and keeps none of the others', async () => {
  const [bad = ''] = await fill(3)
  await client.query('UPDATE "Credential" SET "secret" = left("secret", -4) WHERE "id" = $1', [bad])
  const found = await rotate(client, [newer, older])
  expect(found).toMatchObject({ rotated: 2, left: 0, unreadable: [{ table: 'Credential', id: bad }] })
  expect(await unreadable([newer])).toBe(1)
})

test('D5: a secret that was copied into the row of another does not become its own by a rotation', async () => {
  const [mine = '', other = ''] = await fill(2)
  await client.query(
    'UPDATE "Credential" SET "secret" = (SELECT "secret" FROM "Credential" WHERE "id" = $1) WHERE "id" = $2',
    [mine, other],
  )
  expect(await rotate(client, [newer, older])).toMatchObject({ rotated: 1, unreadable: [{ id: other }] })
})
