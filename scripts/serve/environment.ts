/** The environment of everything a start runs, made of what is given and what is kept in the data directory. */
import path from 'node:path'
import { EnvironmentError, parseEnvironment } from '#lib/config/env.ts'
import type { StartOptions } from '#scripts/bootstrap/arguments.mjs'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { BINARIES, type DataPlaces } from './places.ts'
import { ensureSecrets } from './secrets.ts'

/** Stands in until the database is there, so that everything else can be checked before anything is built. */
const NO_DATABASE_YET = 'postgresql://127.0.0.1/ieum'
/** Only the seed needs these; processes that face the network do not. */
const SEED_ONLY = ['IEUM_ADMIN_PASSWORD', 'IEUM_DEMO_PASSWORD']

/** What the parts of one installation must agree on, wherever they run. */
const SHARED = {
  DATABASE_URL: 'the PostgreSQL that all parts use',
  NEXTAUTH_SECRET: 'signs sessions: 32 characters or more, the same for every console',
  IEUM_ENCRYPTION_KEYS: 'opens stored secrets: npm run keys -- new prints one, the same for all parts',
}

/** A part by itself makes up nothing that the others would have to know. Throws `StartError` that names what is missing. */
function requireShared(only: StartOptions['only']): void {
  if (only === null) return
  const missing = Object.entries(SHARED).filter(([name]) => (process.env[name] ?? '').trim() === '')
  if (missing.length === 0) return
  throw new StartError(
    `--only ${only} needs settings that it shares with the other parts:\n${missing.map(([name, what]) => `${name}: ${what}`).join('\n')}`,
  )
}

/**
 * Puts the installation's settings into `process.env`, where `env()` and all children find them; what is given goes before what is kept.
 * Throws `StartError` that names every bad value.
 */
export function prepareEnvironment(
  { port, dataDir, only }: Pick<StartOptions, 'port' | 'dataDir' | 'only'>,
  places: DataPlaces,
): void {
  requireShared(only)
  const given = process.env
  const secrets = only === null ? ensureSecrets(places.secrets) : null
  Object.assign(process.env, {
    NODE_ENV: 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    NEXTAUTH_URL: given['NEXTAUTH_URL'] || `http://localhost:${port}`,
    NEXTAUTH_SECRET: given['NEXTAUTH_SECRET'] || secrets?.nextAuthSecret,
    IEUM_ENCRYPTION_KEYS: given['IEUM_ENCRYPTION_KEYS'] || secrets?.encryptionKeys,
    IEUM_PORT: String(port),
    IEUM_DATA_DIR: dataDir,
    IEUM_RENDERER: given['IEUM_RENDERER'] || path.join(BINARIES, 'renderer'),
  })
  try {
    parseEnvironment({ DATABASE_URL: NO_DATABASE_YET, ...process.env })
  } catch (error) {
    if (error instanceof EnvironmentError) throw new StartError(error.problems.join('\n'))
    throw error
  }
}

/** The environment of a child: ours, without what only the seed may know. */
export const childEnvironment = (): Record<string, string> =>
  Object.fromEntries(
    Object.entries(process.env).filter(
      (entry): entry is [string, string] => entry[1] !== undefined && !SEED_ONLY.includes(entry[0]),
    ),
  )
