/**
 * Starts the embedded PostgreSQL of a data directory, or attaches to the one that already runs there. PostgreSQL's own
 * postmaster.pid is the lock: however many starters race, one server runs and all get its address. The server is detached:
 * it survives the end of its starter, and the next start attaches to it. Clean stop: `stop()` (SIGINT, "fast").
 */
import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  closeSync,
  existsSync,
  linkSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  realpathSync,
} from 'node:fs'
import { renameSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from '#scripts/system/ports.ts'
import { endProcess, isAlive, workingDirectoryOf } from '#scripts/system/processes.ts'
import { StartError } from '#scripts/system/start-error.ts'
import { postgresFiles } from './binaries.ts'
import { placePostgres, type Placement } from './identity.ts'

const SUPERUSER = 'postgres'
const ATTEMPTS = 40
const START_TIMEOUT_MS = 30_000
const STOP_TIMEOUT_MS = 6_000
const MAX_LOG_BYTES = 5 * 1024 * 1024
/** macOS has no C.UTF-8; without a UTF-8 character type pg_trgm sees no letters outside ASCII. */
const CHARACTER_TYPE = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'

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
}

/** The address of another database of the same server. */
export function databaseUrl(serverUrl: string, database: string): string {
  const url = new URL(serverUrl)
  url.pathname = `/${database}`
  return url.toString()
}

const errorCode = (error: unknown) => (error as NodeJS.ErrnoException).code

/** The password of the superuser, made once; whole at the first moment it exists, so that a racing starter never reads half of it. */
function ensurePassword({ home, identity }: Placement): string {
  const file = path.join(home, 'password')
  if (!existsSync(file)) {
    const draft = `${file}.${process.pid}`
    writeFileSync(draft, randomBytes(24).toString('base64url'), { mode: 0o600 })
    if (identity.user) chownSync(draft, identity.user.uid, identity.user.gid)
    try {
      linkSync(draft, file)
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
    } finally {
      rmSync(draft, { force: true })
    }
  }
  return readFileSync(file, 'utf8')
}

const withIdentity = ({ identity, native }: Placement, program: string, args: readonly string[]) => {
  const [command = program, ...rest] = [...identity.prefix, path.join(native, 'bin', program), ...args]
  return { command, args: rest }
}

/** What PostgreSQL gets of our environment: enough to run, nothing that changes its locale or names other servers. */
const cleanEnvironment = () =>
  ({ PATH: process.env['PATH'] ?? '/usr/bin:/bin', TZ: 'UTC', LC_MESSAGES: 'C' }) as unknown as NodeJS.ProcessEnv

/** Removes drafts of data directories whose maker was killed. */
function sweepDrafts(home: string) {
  for (const name of readdirSync(home)) {
    const pid = Number(/^init-(?<pid>\d+)$/.exec(name)?.groups?.['pid'])
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) rmSync(path.join(home, name), { recursive: true, force: true })
  }
}

/** Makes the data directory under a name of our own and renames it: of several starters one wins, none sees half of it. */
function ensureDataDirectory(placement: Placement, durable: boolean) {
  const { home, identity } = placement
  const data = path.join(home, 'data')
  sweepDrafts(home)
  if (existsSync(path.join(data, 'PG_VERSION'))) return
  const draft = path.join(home, `init-${process.pid}`)
  rmSync(draft, { recursive: true, force: true })
  const { command, args } = withIdentity(placement, 'initdb', [
    ...['-D', draft, '-U', SUPERUSER, '-A', 'scram-sha-256', `--pwfile=${path.join(home, 'password')}`],
    ...['-E', 'UTF8', '--locale=C', `--lc-ctype=${CHARACTER_TYPE}`],
    ...['--locale-provider=builtin', '--builtin-locale=C.UTF-8', '--wal-segsize=4', '--no-instructions'],
    ...(durable ? [] : ['--no-sync']),
  ])
  const made = spawnSync(command, args, { ...identity.user, cwd: '/', encoding: 'utf8', env: cleanEnvironment() })
  if (made.status !== 0) {
    rmSync(draft, { recursive: true, force: true })
    throw new StartError(`initdb failed: ${made.error?.message ?? made.stderr.trim()}`, adviceFor(made.stderr))
  }
  try {
    renameSync(draft, data)
  } catch (error) {
    if (errorCode(error) !== 'ENOTEMPTY' && errorCode(error) !== 'EEXIST') throw error
    rmSync(draft, { recursive: true, force: true })
  }
}

const adviceFor = (output: string) =>
  /no space left on device/i.test(output) ? 'The disk is full: free some space and start again.' : ''

/** The first lines of postmaster.pid: process id … port (line 4). Undefined where there is none or it is not written yet. */
function readPidFile(data: string): { pid: number; port: number; text: string } | undefined {
  try {
    const text = readFileSync(path.join(data, 'postmaster.pid'), 'utf8')
    const lines = text.split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), text }
  } catch {
    return undefined
  }
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

/**
 * A crash can leave postmaster.pid behind with a process id that now belongs to something else of the same user; PostgreSQL
 * would refuse to start for ever. Where /proc shows that this process does not work in the data directory, the file goes.
 */
function removeStalePidFile(data: string) {
  const found = readPidFile(data)
  if (!found || process.platform !== 'linux') return
  const directory = found.pid > 0 && isAlive(found.pid) ? workingDirectoryOf(found.pid) : ''
  if (directory === realpathSync(data)) return
  if (readPidFile(data)?.text === found.text) rmSync(path.join(data, 'postmaster.pid'), { force: true })
}

function spawnServer(placement: Placement, port: number, durable: boolean): ChildProcess {
  const { home, identity } = placement
  const settings = Object.entries({
    ...LEAN,
    ...(durable ? {} : THROW_AWAY),
    listen_addresses: '127.0.0.1',
    unix_socket_directories: '',
  })
  const options = settings.flatMap(([name, value]) => ['-c', `${name}=${value}`])
  const { command, args } = withIdentity(placement, 'postgres', [
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
  durable: boolean,
): Promise<number | undefined> {
  const child = spawnServer(placement, port, durable)
  let ended = false
  child.once('exit', () => (ended = true))
  child.once('error', () => (ended = true))
  const deadline = performance.now() + START_TIMEOUT_MS
  while (!ended && performance.now() < deadline) {
    if (child.pid !== undefined && (await serves(url, path.join(placement.home, 'data')))) {
      child.unref()
      return child.pid
    }
    await delay(25)
  }
  if (!ended && child.pid !== undefined) await endProcess(child.pid, 'SIGINT', STOP_TIMEOUT_MS)
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
export async function ensurePostgres({ home: wanted, durable = true }: PostgresOptions): Promise<PostgresServer> {
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
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    const running = readPidFile(data)
    if (running && running.port > 0 && (await serves(at(running.port), data)))
      return server(running.pid, running.port, true)
    const port = await freePort()
    const pid = await tryStart(placement, port, at(port), durable)
    if (pid !== undefined) return server(pid, port, false)
    removeStalePidFile(data)
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
