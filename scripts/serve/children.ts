/** The two Node processes of a start: the console and the engine. */
import { isIPv6 } from 'node:net'
import path from 'node:path'
import pg from 'pg'
import { CHECKOUT, type DataPlaces, NODE } from './places.ts'
import { Supervised } from './supervised.ts'

/** Megabytes of JavaScript objects. Enough for thousands of deployments, small enough that the collector does not put work off for ever. */
const WEB_HEAP_MB = 256
const ENGINE_HEAP_MB = 384

/** A person waits for a page; the engine, which may have thousands of deployments to look at, takes what pages leave. */
const ENGINE_NICENESS = 5

export type ChildOptions = {
  places: DataPlaces
  env: Readonly<Record<string, string>>
  say: (line: string) => void
  /** What it says goes to the terminal instead of a file: where one part runs alone, something else keeps its words. */
  toTerminal?: boolean
}

/** An address that means every one of this machine can be asked by its loopback one. */
const askable = (host: string): string =>
  ({ '0.0.0.0': '127.0.0.1', '::': '[::1]' })[host] ?? (isIPv6(host) ? `[${host}]` : host)

const nodeCommand = (heapMb: number, script: string, ...args: string[]) => [
  NODE,
  `--max-old-space-size=${heapMb}`,
  ...['--import', path.join(import.meta.dirname, 'parent-guard.ts')],
  path.join(CHECKOUT, script),
  ...args,
]

const answers = async (url: string) => (await fetch(url, { signal: AbortSignal.timeout(5_000) })).ok

export const createWeb = (
  { places, env, say, toTerminal = false }: ChildOptions,
  { host, port }: { host: string; port: number },
): Supervised =>
  new Supervised({
    name: 'web',
    command: nodeCommand(WEB_HEAP_MB, 'node_modules/next/dist/bin/next', 'start', '-H', host, '-p', String(port)),
    env,
    dataDir: places.root,
    logs: places.logs,
    isReady: () => answers(`http://${askable(host)}:${port}/api/health/ready`),
    say,
    toTerminal,
  })

/** Whether an engine has said in the database that it is alive since `since`. */
async function engineIsHeard(databaseUrl: string, since: Date): Promise<boolean> {
  const client = new pg.Client({
    connectionString: databaseUrl,
    connectionTimeoutMillis: 3_000,
    application_name: 'ieum start',
  })
  client.on('error', () => undefined)
  try {
    await client.connect()
    const { rowCount } = await client.query('SELECT 1 FROM "EngineProcess" WHERE "heartbeatAt" >= $1', [since])
    return rowCount !== null && rowCount > 0
  } finally {
    await client.end().catch(() => undefined)
  }
}

export function createEngine({ places, env, say, toTerminal = false }: ChildOptions, databaseUrl: string): Supervised {
  const began = new Date()
  return new Supervised({
    name: 'engine',
    command: nodeCommand(ENGINE_HEAP_MB, 'lib/engine/main.ts'),
    niceness: ENGINE_NICENESS,
    env,
    dataDir: places.root,
    logs: places.logs,
    isReady: () => engineIsHeard(databaseUrl, began),
    say,
    toTerminal,
  })
}
