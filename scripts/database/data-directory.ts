/** The folder a PostgreSQL server works in: its password, its making, and who holds it. */
import { spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import {
  chownSync,
  existsSync,
  linkSync,
  readdirSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import path from 'node:path'
import { isAlive, workingDirectoryOf } from '#scripts/bootstrap/processes.mjs'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import type { Placement } from './identity.ts'

export const SUPERUSER = 'postgres'
/** macOS has no C.UTF-8; without a UTF-8 character type pg_trgm sees no letters outside ASCII. */
const CHARACTER_TYPE = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8'

const errorCode = (error: unknown) => (error as NodeJS.ErrnoException).code

/** The password of the superuser, made once; whole at the first moment it exists, so that a racing starter never reads half of it. */
export function ensurePassword({ home, identity }: Placement): string {
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

export const commandFor = ({ identity, native }: Placement, program: string, args: readonly string[]) => {
  const [command = program, ...rest] = [...identity.prefix, path.join(native, 'bin', program), ...args]
  return { command, args: rest }
}

/** What PostgreSQL gets of our environment: enough to run, nothing that changes its locale or names other servers. */
export const cleanEnvironment = () =>
  ({ PATH: process.env['PATH'] ?? '/usr/bin:/bin', TZ: 'UTC', LC_MESSAGES: 'C' }) as unknown as NodeJS.ProcessEnv

/** Removes drafts of data directories whose maker was killed. */
function sweepDrafts(home: string) {
  for (const name of readdirSync(home)) {
    const pid = Number(/^init-(?<pid>\d+)$/.exec(name)?.groups?.['pid'])
    if (pid > 0 && pid !== process.pid && !isAlive(pid)) rmSync(path.join(home, name), { recursive: true, force: true })
  }
}

/** Makes the data directory under a name of our own and renames it: of several starters one wins, none sees half of it. */
export function ensureDataDirectory(placement: Placement, durable: boolean) {
  const { home, identity } = placement
  const data = path.join(home, 'data')
  sweepDrafts(home)
  if (existsSync(path.join(data, 'PG_VERSION'))) return
  const draft = path.join(home, `init-${process.pid}`)
  rmSync(draft, { recursive: true, force: true })
  const { command, args } = commandFor(placement, 'initdb', [
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

export const adviceFor = (output: string) =>
  /no space left on device/i.test(output) ? 'The disk is full: free some space and start again.' : ''

/** The first lines of postmaster.pid: process id … port (line 4). Undefined where there is none or it is not written yet. */
export function readPidFile(data: string): { pid: number; port: number; text: string } | undefined {
  try {
    const text = readFileSync(path.join(data, 'postmaster.pid'), 'utf8')
    const lines = text.split('\n')
    return { pid: Number(lines[0]), port: Number(lines[3] ?? 0), text }
  } catch {
    return undefined
  }
}

/** Whether a process that works in the data directory holds it, by PostgreSQL's pid file. Where there is no /proc, a live process is believed. */
export function isHeld(data: string): boolean {
  const found = readPidFile(data)
  if (!found || !(found.pid > 0) || !isAlive(found.pid)) return false
  return process.platform !== 'linux' || workingDirectoryOf(found.pid) === realpathSync(data)
}

/**
 * A crash can leave postmaster.pid behind with a process id that now belongs to something else of the same user; PostgreSQL
 * would refuse to start for ever. Where nobody holds the directory, the file goes.
 */
export function removeStalePidFile(data: string) {
  const found = readPidFile(data)
  if (found && !isHeld(data) && readPidFile(data)?.text === found.text)
    rmSync(path.join(data, 'postmaster.pid'), { force: true })
}
