/**
 * Starts the embedded PostgreSQL of a data directory, or attaches to the one that already runs there. PostgreSQL's own
 * postmaster.pid is the lock: however many starters race, one server runs and all get its address. The server is detached:
 * it survives the end of its starter, and the next start attaches to it. Clean stop: `stop()` (SIGINT, "fast").
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, realpathSync, statSync, truncateSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '#scripts/bootstrap/ports.mjs'
import { endProcess } from '#scripts/bootstrap/processes.mjs'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { postgresFiles } from './binaries.ts'
import {
  adviceFor,
  cleanEnvironment,
  commandFor,
  ensureDataDirectory,
  ensurePassword,
  isHeld,
  readPidFile,
  removeStalePidFile,
  SUPERUSER,
} from './data-directory.ts'
import { placePostgres, type Placement } from './identity.ts'

/** Patience while another starter holds the directory, and with failures that are nobody else's doing. */
const ATTEMPTS = 60
const OWN_FAILURES = 4
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 6_000
const MAX_LOG_BYTES = 5 * 1024 * 1024
/** One small server for one console: under 80 MB with ten working connections. */
const LEAN = {
  shared_buffers: '16MB',
  max_connections: '60',
  autovacuum_max_workers: '1',
  max_worker_processes: '2',
  max_parallel_workers: '0',
  max_wal_senders: '0',
  wal_level: 'minimal',
  io_method: 'sync',
  max_wal_size: '128MB',
  min_wal_size: '32MB',
  wal_buffers: '1MB',
  jit: 'off',
}
/** For tests: nothing has to survive a power cut. */
const THROW_AWAY = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: '200' }

export type PostgresServer = {
  /** Address of the maintenance database `postgres`, with the password. */
  url: string
  pid: number
  /** True where the server ran already. */
  attached: boolean
  /** Stops the server, whoever started it; open connections are closed. */
  stop(): Promise<void>
}

export type PostgresOptions = {
  /** Folder of its own, created 0700: data/, password, postgres.log. */
  home: string
  /** False: for tests, without fsync. */
  durable?: boolean
  /** More settings of the server. */
  settings?: Readonly<Record<string, string>>
}

/** The address of another database of the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.toString()
}

/** Whether the server that answers at the address works on this data directory (and not on one that took over a port). */
async function serves(url: string, data: string): Promise<boolean> {
  const client = new pg.Client({
    connectionString: url,
    connectionTimeoutMillis: 3_000,
    application_name: 'ieum start',
  })
  // A server that shuts down while we ask closes the connection; that is an answer too.
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rows } = await client.query<{ data_directory: string }>('SHOW data_directory')
    return realpathSync(rows[0]?.data_directory ?? '') === realpathSync(data)
  } catch {
    return false
  } finally {
    await client.end().catch(() => undefined)
  }
}

function spawnServer(placement: Placement, port: number, chosen: Readonly<Record<string, string>>): ChildProcess {
  const { home, identity } = placement
  const settings = Object.entries({
    ...LEAN,
    ...chosen,
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  })
  const options = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args } = commandFor(placement, 'postgres', [
    '-D',
    path.join(home, 'data'),
    '-p',
    String(port),
    ...options,
  ])
  const log = openSync(path.join(home, 'postgres.log'), 'a', 0o600)
  try {
    return spawn(command, args, {
      ...identity.user,
      cwd: '/',
      detached: true,
      env: cleanEnvironment(),
      // A pipe would end with us, and the server with the pipe.
      stdio: ['ignore', log, log],
    })
  } finally {
    closeSync(log)
  }
}

/** Starts a server; the process id when it answers, undefined when it ended (another one holds the directory, or the port was taken). */
async function tryStart(
  placement: Placement,
  port: number,
  url: string,
  chosen: Readonly<Record<string, string>>,
): Promise<number | undefined> {
  const child = spawnServer(placement, port, chosen)
  const ended = new AbortController()
  child.once('exit', () => ended.abort())
  child.once('error', () => ended.abort())
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!ended.signal.aborted && performance.now() < deadline) {
    if (child.pid !== undefined && (await serves(url, path.join(placement.home, 'data')))) {
      child.unref()
      return child.pid
    }
    await delay(25)
  }
  if (!ended.signal.aborted && child.pid !== undefined) await endProcess(child.pid, 'SIGINT', STOP_TIMEOUT_MS)
  return undefined
}

function lastLogLines(home: string): string {
  try {
    return readFileSync(path.join(home, 'postgres.log'), 'utf8').trimEnd().split('\n').slice(-5).join('\n')
  } catch {
    return ''
  }
}

function keepLogSmall(home: string) {
  const log = path.join(home, 'postgres.log')
  if (existsSync(log) && statSync(log).size > MAX_LOG_BYTES) truncateSync(log)
}

/** Starts PostgreSQL or attaches to it. Throws `StartError` with the server's last words when it cannot be had. */
export async function ensurePostgres(options: PostgresOptions): Promise<PostgresServer> {
  const { home: wanted, durable = true } = options
  const chosen = { ...(durable ? {} : THROW_AWAY), ...options.settings }
  mkdirSync(wanted, { recursive: true, mode: 0o700 })
  const placement = placePostgres(postgresFiles(), realpathSync(wanted))
  const { home } = placement
  const data = path.join(home, 'data')
  const password = ensurePassword(placement)
  ensureDataDirectory(placement, durable)
  keepLogSmall(home)
  const at = (port: number) => `postgresql://${SUPERUSER}:${password}@127.0.0.1:${port}/postgres`
  const server = (pid: number, port: number, attached: boolean): PostgresServer => ({
    url: at(port),
    pid,
    attached,
    stop: () => endProcess(pid, 'SIGINT', STOP_TIMEOUT_MS),
  })
  let ownFailures = 0
  for (let attempt = 0; attempt < ATTEMPTS && ownFailures < OWN_FAILURES; attempt++) {
    const running = readPidFile(data)
    if (running && running.port > 0 && (await serves(at(running.port), data)))
      return server(running.pid, running.port, true)
    const port = await freePort()
    const pid = await tryStart(placement, port, at(port), chosen)
    if (pid !== undefined) return server(pid, port, false)
    if (!isHeld(data)) {
      ownFailures++
      removeStalePidFile(data)
    }
    await delay(50 + Math.random() * 100)
  }
  const words = lastLogLines(home)
  throw new StartError(
    `PostgreSQL did not start. Its last words:\n${words}`,
    adviceFor(words) || `See ${home}/postgres.log`,
  )
}

/** Creates the database unless it exists, and returns its address. */
export async function ensureDatabase(serverUrl: string, name: string): Promise<string> {
  const client = new pg.Client({ connectionString: serverUrl })
  await client.connect()
  try {
    const { rowCount } = await client.query('SELECT 1 FROM pg_database WHERE datname = $1', [name])
    if (!rowCount) await client.query(`CREATE DATABASE ${pg.escapeIdentifier(name)}`)
  } finally {
    await client.end()
  }
  return databaseUrl(serverUrl, name)
}
