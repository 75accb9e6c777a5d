/**
 * The environment, parsed once. Everything that is configured from outside passes through this schema; a start with bad values
 * ends with one error that names every one of them. Values are never echoed: most of them are secrets.
 */
import path from 'node:path'
import { z } from 'zod'

export const LOG_LEVELS = ['trace', 'debug', 'info', 'warn', 'error', 'fatal', 'silent'] as const
export type LogLevel = (typeof LOG_LEVELS)[number]

/** Variables as a process has them. */
export type EnvironmentSource = Readonly<Record<string, string | undefined>>

/** One AES-256 key with the id that is written beside what it encrypts. */
export type EncryptionKey = { id: string; key: Buffer }

const KEY_ENTRY = /^(?<id>[A-Za-z0-9_-]{1,32}):(?<key>[A-Za-z0-9+/]{43}=)$/

/** "id:base64,id2:base64": 32-byte keys; the first encrypts, the others only decrypt what was written before a rotation. */
const encryptionKeys = z.string().transform((text, context): EncryptionKey[] => {
  const keys: EncryptionKey[] = []
  for (const entry of text.split(',')) {
    const groups = KEY_ENTRY.exec(entry.trim())?.groups
    const id = groups?.['id']
    const key = Buffer.from(groups?.['key'] ?? '', 'base64')
    if (id === undefined || key.length !== 32) {
      context.addIssue({
        code: 'custom',
        message: 'must be "id:key" pairs divided by commas, each key 32 bytes in base64',
      })
      return z.NEVER
    }
    if (keys.some((other) => other.id === id)) {
      context.addIssue({ code: 'custom', message: 'must not name the same key id twice' })
      return z.NEVER
    }
    keys.push({ id, key })
  }
  return keys
})

/** Keys as the environment spells them, for tools that need nothing else of it. Throws `EnvironmentError`. */
export function encryptionKeysOf(text: string): EncryptionKey[] {
  const result = encryptionKeys.safeParse(text)
  if (result.success) return result.data
  throw new EnvironmentError(result.error.issues.map(({ message }) => `IEUM_ENCRYPTION_KEYS ${message}`))
}

const url = (protocols: readonly string[]) =>
  z.string().refine((text) => URL.canParse(text) && protocols.includes(new URL(text).protocol), {
    error: `must be a URL with one of the schemes ${protocols.map((protocol) => `${protocol}//`).join(', ')}`,
  })

const absolutePath = z.string().transform((text) => path.resolve(text))
const password = z
  .string()
  .min(8, { error: 'must have at least 8 characters' })
  .max(128, { error: 'must have at most 128 characters' })
const port = z.coerce
  .number({ error: 'must be a port number' })
  .int()
  .min(1)
  .max(65_535, { error: 'must be a port number' })

/** "host:port" of a listener; a port alone means this machine. */
const listener = z.string().transform((text, context) => {
  const { host = '127.0.0.1', port: digits } =
    /^(?:\[?(?<host>[^\]\s]+?)\]?:)?(?<port>\d{1,5})$/.exec(text.trim())?.groups ?? {}
  const parsed = port.safeParse(digits)
  if (parsed.success) return { host, port: parsed.data }
  context.addIssue({ code: 'custom', message: 'must be a port, or an address and a port: 9464, 0.0.0.0:9464' })
  return z.NEVER
})

const count = z.coerce.number({ error: 'must be a number' }).int().min(1, { error: 'must be at least 1' })

const variables = z.object({
  DATABASE_URL: url(['postgresql:', 'postgres:']),
  NEXTAUTH_SECRET: z.string().min(32, { error: 'must have at least 32 characters' }),
  IEUM_ENCRYPTION_KEYS: encryptionKeys,
  IEUM_PORT: port.default(3000),
  NEXTAUTH_URL: url(['http:', 'https:']).optional(),
  /** Where caches and work folders live; created when needed. */
  IEUM_DATA_DIR: absolutePath.prefault('.ieum'),
  /** The renderer's binary. */
  IEUM_RENDERER: absolutePath.prefault('.build/bin/renderer'),
  IEUM_LOG_LEVEL: z.enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` }).default('info'),
  /** How often the engine asks a repository for news, in seconds. */
  IEUM_POLL_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .int()
    .min(1)
    .max(86_400, { error: 'must be a number of seconds, at most a day' })
    .default(180),
  /** Passes over deployments that an engine process runs at once. */
  IEUM_ENGINE_PASSES: count.max(100, { error: 'must be at most 100' }).default(24),
  /** Of these, how many of one cluster, workspace and repository; absent: 8, 7 and 6 tenths, so that one that hangs leaves room. */
  IEUM_ENGINE_PASSES_PER_CLUSTER: count.optional(),
  IEUM_ENGINE_PASSES_PER_WORKSPACE: count.optional(),
  IEUM_ENGINE_PASSES_PER_REPOSITORY: count.optional(),
  /** A pass that has not ended after this many seconds is given up. */
  IEUM_ENGINE_PASS_SECONDS: count.max(86_400, { error: 'must be a number of seconds, at most a day' }).default(900),
  /** Disk that cached repositories may take, in MiB, in the engine and in the web process each; the least used are removed first. */
  IEUM_GIT_CACHE_MIB: z.coerce
    .number({ error: 'must be a number of MiB' })
    .int()
    .min(64, { error: 'must be at least 64 (MiB)' })
    .default(4096),
  /** Clusters may be registered whose API server is on this machine (loopback) or at a link-local address. */
  IEUM_LOCAL_CLUSTERS: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
  /** Identity providers may be on this machine (loopback, http too) or at a link-local address. */
  IEUM_LOCAL_IDENTITY_PROVIDERS: z.enum(['true', 'false'], { error: 'must be true or false' }).default('false'),
  /** A session ends when nobody has used it for so long. Minutes. */
  IEUM_SESSION_IDLE_MINUTES: z.coerce
    .number({ error: 'must be a number of minutes' })
    .int()
    .min(5, { error: 'must be at least 5 (minutes)' })
    .max(1_440, { error: 'must be at most 1440 (minutes)' })
    .default(120),
  /** A session ends so long after signing in, however it was used. Hours. */
  IEUM_SESSION_HOURS: z.coerce
    .number({ error: 'must be a number of hours' })
    .int()
    .min(1, { error: 'must be at least 1 (hour)' })
    .max(24, { error: 'must be at most 24 (hours)' })
    .default(12),
  /** Where the console and the engine tell their metrics to Prometheus, without asking who reads; absent: nowhere. */
  IEUM_CONSOLE_METRICS: listener.optional(),
  IEUM_ENGINE_METRICS: listener.optional(),
  IEUM_ADMIN_PASSWORD: password.optional(),
  IEUM_DEMO_PASSWORD: password.optional(),
})

/** Every variable that is read; docs/operations.md has a line for each. */
export const ENVIRONMENT_NAMES: readonly string[] = Object.keys(variables.shape)

const environmentSchema = variables.transform((values) => ({
  ...values,
  NEXTAUTH_URL: values.NEXTAUTH_URL ?? `http://localhost:${values.IEUM_PORT}`,
}))

export type Environment = Readonly<z.output<typeof environmentSchema>>

/** The environment cannot be used. `problems` has one line per variable, its message all of them. */
export class EnvironmentError extends Error {
  readonly problems: string[]

  constructor(problems: string[]) {
    super(`The environment has ${problems.length} bad value(s): ${problems.join('; ')}`)
    this.name = 'EnvironmentError'
    this.problems = problems
  }
}

/** An empty variable means the same as an absent one, as in every shell script. */
const withoutEmpty = (source: EnvironmentSource) =>
  Object.fromEntries(Object.entries(source).filter(([, value]) => value !== undefined && value.trim() !== ''))

/** Parses `source`. Throws `EnvironmentError` that names every bad or missing variable. */
export function parseEnvironment(source: EnvironmentSource): Environment {
  const given = withoutEmpty(source)
  const result = environmentSchema.safeParse(given)
  if (result.success) return result.data
  const problems = result.error.issues.map((issue) => {
    const name = String(issue.path[0])
    return `${name} ${name in given ? issue.message : 'is missing'}`
  })
  throw new EnvironmentError([...new Set(problems)])
}

let parsed: Environment | undefined

/** The environment of this process, parsed at the first call. Throws `EnvironmentError`. */
export const env = (): Environment => (parsed ??= parseEnvironment(process.env))

/** The log level alone: the logger must work before, and while, the rest of the environment is refused. */
export function logLevel(source: EnvironmentSource = process.env): LogLevel {
  const level = source['IEUM_LOG_LEVEL']
  return LOG_LEVELS.find((known) => known === level) ?? 'info'
}
