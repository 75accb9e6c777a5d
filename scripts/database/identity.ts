/**
 * Under which identity PostgreSQL runs. It refuses to run as root, so a root start has three ways, tried in this order:
 * as another user (postgres, else nobody) where that user reaches binaries and data; as nobody inside a user namespace, where
 * nothing changes hands; and with binaries and data moved to a place which that other user does reach.
 */
import { spawnSync } from 'node:child_process'
import { chownSync, cpSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs'
import { createHash } from 'node:crypto'
import path from 'node:path'
import { StartError } from '#scripts/bootstrap/start-error.mjs'

const NOBODY = 65_534
const NAMESPACE = ['unshare', '-U', `--map-user=${NOBODY}`, `--map-group=${NOBODY}`]
/** Only root can write there, every user can read there. */
const SHARED_PLACE = '/var/lib/ieum'

export type Identity = {
  /** Program and arguments put before a command. */
  prefix: readonly string[]
  /** Options of `spawn`; absent: as the starter. */
  user?: { uid: number; gid: number }
}

/** Where PostgreSQL's files are and who runs it. */
export type Placement = { identity: Identity; native: string; home: string }

const AS_STARTER: Identity = { prefix: [] }

function unprivilegedUser(): { uid: number; gid: number } {
  const entries = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'))
  const entry = entries.find(([name]) => name === 'postgres') ?? entries.find(([name]) => name === 'nobody')
  return { uid: Number(entry?.[2] ?? NOBODY), gid: Number(entry?.[3] ?? NOBODY) }
}

const succeeds = (identity: Identity, command: string, args: readonly string[]) => {
  const [program = command, ...rest] = [...identity.prefix, command, ...args]
  return spawnSync(program, rest, { ...identity.user, cwd: '/', stdio: 'ignore', timeout: 10_000 }).status === 0
}

const runs = (identity: Identity, native: string) =>
  succeeds(identity, path.join(native, 'bin/postgres'), ['--version'])
const writes = (identity: Identity, folder: string) => succeeds(identity, 'test', ['-w', folder, '-a', '-x', folder])

/** Copies the binaries to the shared place, whole or not at all. */
function shareBinaries(native: string): string {
  const version = createHash('sha256')
    .update(native)
    .update(String(statSync(path.join(native, 'bin/postgres')).mtimeMs))
  const shared = path.join(SHARED_PLACE, `postgres-${version.digest('hex').slice(0, 12)}`)
  if (existsSync(shared)) return shared
  const draft = `${shared}.${process.pid}`
  mkdirSync(SHARED_PLACE, { recursive: true, mode: 0o755 })
  cpSync(native, draft, { recursive: true, verbatimSymlinks: true })
  try {
    renameSync(draft, shared)
  } catch (error) {
    rmSync(draft, { recursive: true, force: true })
    if (!existsSync(shared)) throw error
  }
  return shared
}

const movedHome = (home: string) =>
  path.join(SHARED_PLACE, `data-${createHash('sha256').update(home).digest('hex').slice(0, 12)}`)

function placeForRoot(native: string, home: string): Placement {
  const data = path.join(home, 'data')
  // An earlier start decided: its files stay where and whose they are.
  if (existsSync(path.join(movedHome(home), 'data'))) return placeElsewhere(native, home)
  if (existsSync(data) && statSync(data).uid !== 0) return placeAsOwner(native, home, statSync(data))
  const inNamespace: Identity = { prefix: NAMESPACE }
  if (!existsSync(data)) {
    const user = unprivilegedUser()
    const asUser: Identity = { prefix: [], user }
    chownSync(home, user.uid, user.gid)
    if (runs(asUser, native) && writes(asUser, home)) return { identity: asUser, native, home }
    chownSync(home, 0, 0)
  }
  if (runs(inNamespace, native)) return { identity: inNamespace, native, home }
  return placeElsewhere(native, home)
}

function placeAsOwner(native: string, home: string, owner: { uid: number; gid: number }): Placement {
  const identity: Identity = { prefix: [], user: { uid: owner.uid, gid: owner.gid } }
  return { identity, native: runs(identity, native) ? native : shareBinaries(native), home }
}

function placeElsewhere(native: string, home: string): Placement {
  const user = unprivilegedUser()
  const identity: Identity = { prefix: [], user }
  const moved = movedHome(home)
  const shared = shareBinaries(native)
  mkdirSync(moved, { recursive: true, mode: 0o700 })
  chownSync(moved, user.uid, user.gid)
  if (!runs(identity, shared) || !writes(identity, moved)) {
    throw new StartError(
      'PostgreSQL refuses to run as root, and no other user can reach its files.',
      'Start as an ordinary user, or set DATABASE_URL.',
    )
  }
  return { identity, native: shared, home: moved }
}

/** Decides how PostgreSQL runs for the data below `home`. As an ordinary user: as that user. */
export function placePostgres(native: string, home: string): Placement {
  if (process.getuid?.() === 0) return placeForRoot(native, home)
  const data = path.join(home, 'data')
  if (existsSync(data) && process.getuid && statSync(data).uid !== process.getuid()) {
    throw new StartError(
      `The database in ${home} belongs to another user of this machine.`,
      'Start as that user, or choose another --data-dir.',
    )
  }
  return { identity: AS_STARTER, native, home }
}
