import { execFile, spawn } from 'node:child_process'
import {
  chmodSync,
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import pg from 'pg'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { isAlive, waitForExit } from '#scripts/bootstrap/processes.mjs'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { ensureDatabase, ensurePostgres } from './postgres.ts'

const run = promisify(execFile)
const isRoot = process.getuid?.() === 0
const NOBODY = 65_534

let root: string
let home: string
const started = new Set<() => Promise<void>>()

beforeEach(() => {
  root = mkdtempSync(path.join(tmpdir(), 'postgres-'))
  chmodSync(root, 0o755)
  home = path.join(root, 'pg')
})
afterEach(async () => {
  for (const stop of started) await stop()
  started.clear()
  rmSync(root, { recursive: true, force: true })
})

async function start(durable = false) {
  const server = await ensurePostgres({ home, durable })
  started.add(() => server.stop())
  return server
}

/** Starts from another process, the way a second `npm start` does, and tells what it got. */
async function startElsewhere(options: { uid?: number; gid?: number } = {}) {
  const module = path.resolve(import.meta.dirname, 'postgres.ts')
  const script = `const { ensurePostgres } = await import(${JSON.stringify(module)});
    const { pid, attached } = await ensurePostgres({ home: ${JSON.stringify(home)}, durable: false });
    console.log(JSON.stringify({ pid, attached }));`
  const { stdout } = await run(process.execPath, ['--input-type=module', '-e', script], { ...options, cwd: '/' })
  return JSON.parse(stdout) as { pid: number; attached: boolean }
}

async function value(url: string, sql: string): Promise<unknown> {
  const client = new pg.Client({ connectionString: url })
  await client.connect()
  try {
    const { rows } = await client.query<{ value: unknown }>(sql)
    return rows[0]?.value
  } finally {
    await client.end()
  }
}

describe('the embedded PostgreSQL', () => {
  test('starts from nothing, keeps what was written over a clean stop, and keeps its files private', async () => {
    const first = await start()
    await value(first.url, 'CREATE TABLE kept AS SELECT 1 AS value')
    await first.stop()
    expect(isAlive(first.pid)).toBe(false)
    const second = await start()
    expect(second.attached).toBe(false)
    expect(await value(second.url, 'SELECT value FROM kept')).toBe(1)
    expect(statSync(home).mode & 0o777).toBe(0o700)
    expect(statSync(path.join(home, 'password')).mode & 0o777).toBe(0o600)
  })

  test('lets nobody in without the password', async () => {
    const url = new URL((await start()).url)
    url.password = 'wrong'
    await expect(value(url.toString(), 'SELECT 1')).rejects.toThrow(/password authentication failed/)
  })

  test('sees letters outside of ASCII, so that a search finds Korean words', async () => {
    const { url } = await start()
    await value(url, 'CREATE EXTENSION pg_trgm')
    expect(await value(url, `SELECT show_trgm('배포') <> '{}' AS value`)).toBe(true)
  })

  test('is attached to by the second start, which can stop it too', async () => {
    const first = await start()
    const second = await start()
    expect(second).toMatchObject({ attached: true, pid: first.pid, url: first.url })
    await second.stop()
    expect(isAlive(first.pid)).toBe(false)
  })

  test('outlives the process that started it', async () => {
    const { pid, attached } = await startElsewhere()
    expect(attached).toBe(false)
    expect(await start()).toMatchObject({ attached: true, pid })
  })

  test('is one, however many start it at once from nothing', async () => {
    const results = await Promise.all([1, 2, 3, 4].map(() => startElsewhere()))
    await start()
    expect(new Set(results.map(({ pid }) => pid)).size).toBe(1)
    expect(results.filter(({ attached }) => !attached)).toHaveLength(1)
    expect(readdirSync(home).sort()).toEqual(['data', 'password', 'postgres.log'])
  })

  test('comes back with its data after it was killed', async () => {
    const first = await start(true)
    await value(first.url, 'CREATE TABLE kept AS SELECT 1 AS value')
    process.kill(first.pid, 'SIGKILL')
    const second = await start()
    expect(second.pid).not.toBe(first.pid)
    expect(await value(second.url, 'SELECT value FROM kept')).toBe(1)
  })

  test('starts although its pid file names a process that is something else', async () => {
    const first = await start()
    await first.stop()
    const stranger = spawn('sleep', ['60'])
    writeFileSync(path.join(home, 'data/postmaster.pid'), `${stranger.pid}\n${home}/data\n0\n1\n\n127.0.0.1\n`)
    expect((await start()).attached).toBe(false)
    stranger.kill()
  })

  test('starts although its pid file is empty', async () => {
    await (await start()).stop()
    writeFileSync(path.join(home, 'data/postmaster.pid'), '')
    expect((await start()).attached).toBe(false)
  })

  test('removes what a start that was killed while it made the data directory left behind', async () => {
    const gone = spawn('true')
    await waitForExit(gone.pid ?? 0, 5_000)
    mkdirSync(path.join(home, `init-${gone.pid}`), { recursive: true })
    await start()
    expect(existsSync(path.join(home, `init-${gone.pid}`))).toBe(false)
  })

  test('says in its own words why it does not start', async () => {
    await (await start()).stop()
    writeFileSync(path.join(home, 'data/PG_VERSION'), '9\n')
    await expect(start()).rejects.toThrow(/incompatible|data directory/)
    await expect(start()).rejects.toBeInstanceOf(StartError)
  })

  test('makes a database once', async () => {
    const { url } = await start()
    const database = await ensureDatabase(url, 'ieum')
    expect(await ensureDatabase(url, 'ieum')).toBe(database)
    expect(await value(database, 'SELECT current_database() AS value')).toBe('ieum')
  })
})

describe.runIf(isRoot)('the embedded PostgreSQL of root', () => {
  const ownerOf = (pid: number) => statSync(`/proc/${pid}`).uid

  test('runs as another user where that user reaches the files', async () => {
    const { pid } = await start()
    expect(ownerOf(pid)).not.toBe(0)
    expect(statSync(path.join(home, 'data')).uid).toBe(ownerOf(pid))
  })

  test('runs below a folder only root may enter', async () => {
    chmodSync(root, 0o700)
    const { url, pid } = await start()
    expect(await value(url, 'SELECT 1 AS value')).toBe(1)
    expect(readFileSync(`/proc/${pid}/cmdline`, 'utf8')).toContain('postgres')
  })
})

describe.runIf(isRoot)('the embedded PostgreSQL of an ordinary user', () => {
  test('runs as that user, and refuses the data of another one', async () => {
    mkdirSync(home)
    chownSync(home, NOBODY, NOBODY)
    const { pid } = await startElsewhere({ uid: NOBODY, gid: NOBODY })
    expect(statSync(`/proc/${pid}`).uid).toBe(NOBODY)
    await (await start()).stop()
    chownSync(path.join(home, 'data'), 1, 1)
    await expect(startElsewhere({ uid: NOBODY, gid: NOBODY })).rejects.toThrow(/belongs to another user/)
  })
})
