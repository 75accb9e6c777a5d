/** Parts of an installation by themselves, as `npm start -- --only` runs them on machines of their own. */
import { type ChildProcess, spawn } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { freePort } from '#scripts/bootstrap/ports.mjs'
import { createTestDatabase, type TestDatabase } from '#scripts/database/test-database.ts'
import { CHECKOUT } from './places.ts'

const WITHIN = { timeout: 90_000, interval: 200 }

let database: TestDatabase
let client: pg.Client
let home: string
let shared: Record<string, string>
const running: ChildProcess[] = []

beforeAll(async () => {
  database = await createTestDatabase()
  client = new pg.Client({ connectionString: database.url })
  await client.connect()
  home = mkdtempSync(path.join(tmpdir(), 'ieum-only-'))
  shared = {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: randomBytes(32).toString('base64'),
    IEUM_ENCRYPTION_KEYS: `k1:${randomBytes(32).toString('base64')}`,
  }
})
afterEach(() => {
  for (const child of running.splice(0)) child.kill('SIGKILL')
})
afterAll(async () => {
  await client.end()
  await database.drop()
  rmSync(home, { recursive: true, force: true })
})

type Part = {
  dataDir: string
  said: () => string
  end: (signal: NodeJS.Signals) => Promise<number | null>
  exit: Promise<number | null>
}

let count = 0
function startPart(args: readonly string[], settings: Readonly<Record<string, string>>): Part {
  const dataDir = path.join(home, `data-${count++}`)
  const { PATH = '', HOME = '' } = process.env
  const child = spawn('node', ['scripts/start.mjs', '--data-dir', dataDir, ...args], {
    cwd: CHECKOUT,
    env: { NODE_ENV: 'production', PATH, HOME, ...settings },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  running.push(child)
  let said = ''
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString()))
  const exit = once(child, 'exit').then(([code]) => code as number | null)
  return {
    ...{ dataDir, exit, said: () => said },
    end(signal) {
      child.kill(signal)
      return exit
    },
  }
}

const engines = async () => (await client.query('SELECT 1 FROM "EngineProcess"')).rowCount

describe('one part by itself', () => {
  test('says which settings it shares with the others, and makes up none of them', async () => {
    const part = startPart(['--only', 'engine'], { DATABASE_URL: database.url })
    expect(await part.exit).toBe(1)
    expect(part.said()).toContain('NEXTAUTH_SECRET')
    expect(part.said()).toContain('IEUM_ENCRYPTION_KEYS')
    expect(part.said()).not.toContain('DATABASE_URL')
    expect(readdirSync(part.dataDir)).not.toContain('secrets.json')
  })

  test(
    'two engines and a console make an installation, log to the terminal, and end in order',
    { timeout: 150_000 },
    async () => {
      const port = await freePort()
      const password = 'Only-this-2026'
      const [one, other] = [1, 2].map(() => startPart(['--only', 'engine'], shared))
      const web = startPart(['--only', 'console', '--host', '0.0.0.0', '--port', String(port)], {
        ...shared,
        IEUM_ADMIN_PASSWORD: password,
      })
      await expect.poll(engines, WITHIN).toBe(2)
      const ready = () =>
        fetch(`http://127.0.0.1:${port}/api/health/ready`).then(
          ({ status }) => status,
          () => 0,
        )
      await expect.poll(ready, WITHIN).toBe(200)
      await expect.poll(web.said, WITHIN).toContain('The console is ready')
      const { rows } = await client.query(`SELECT "username" FROM "User"`)
      expect(rows).toEqual([{ username: 'admin' }])
      expect((await client.query('SELECT 1 FROM "Cluster"')).rowCount).toBe(0)
      for (const engine of [one, other]) {
        expect(engine?.said()).toContain('"msg":"the engine is running"')
        expect(readdirSync(path.join(engine?.dataDir ?? '', 'logs'))).toEqual([])
      }
      expect(web.said()).not.toContain(password)

      expect(await one?.end('SIGTERM')).toBe(0)
      expect(await engines()).toBe(1)
      expect(await ready()).toBe(200)
      expect(await other?.end('SIGTERM')).toBe(0)
      expect(await web.end('SIGTERM')).toBe(0)
      expect(await engines()).toBe(0)
      expect(await ready()).toBe(0)
    },
  )
})
