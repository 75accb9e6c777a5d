/**
 * A world of its own for each row of the table: an empty database, an empty cluster, a Git server, the engine and, where a row wants it,
 * the console, started as `npm start` starts them. Nothing of one row is left for the next.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import pg from 'pg'
import { toJson } from '#lib/core/json.ts'
import { encryptSecret } from '#lib/crypto/secrets.ts'
import { closeDb, db } from '#lib/db/client.ts'
import { migrate } from '#lib/db/migrate.ts'
import { startSandbox, type TestSandbox } from '#lib/kube/testing/sandbox.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { reduceKubeconfig } from '#lib/kube/kubeconfig.ts'
import type { KubeApi } from '#lib/kube/types.ts'
import { freePort } from '#scripts/bootstrap/ports.mjs'
import { ensureDatabase, ensurePostgres, type PostgresServer } from '#scripts/database/postgres.ts'
import { type GitServer, startGitServer } from '#scripts/git-server/server.ts'
import { createEngine, createWeb } from '#scripts/serve/children.ts'
import { childEnvironment, prepareEnvironment } from '#scripts/serve/environment.ts'
import { dataPlaces } from '#scripts/serve/places.ts'
import { randomPassword } from '#scripts/serve/secrets.ts'
import type { Supervised } from '#scripts/serve/supervised.ts'
import { seedInstallation } from '../../prisma/seed/index.ts'
import { type BareClient, createBareClient } from './bare.ts'
import type { Watched } from './meters.ts'

const DATABASE = 'bench'
const LOOKER = 'bench_looker'
/** Nobody polls while something else is measured: what the engine does is asked for. */
const POLL_SECONDS = '7200'
const PATIENCE_MS = 5_000

/** What all worlds of a run share: the database server and its folder. */
export type Ground = {
  home: string
  postgres: PostgresServer
  port: number
  say: (line: string) => void
  end(): Promise<void>
}

/** Makes the ground; from here on `env()` of this process and of all children is the bench's own. */
export async function prepareGround(say: (line: string) => void): Promise<Ground> {
  const home = mkdtempSync(path.join(tmpdir(), 'ieum-bench-'))
  const port = await freePort()
  for (const name of Object.keys(process.env)) {
    if (/^(IEUM_|NEXTAUTH_|DATABASE_URL$)/.test(name)) Reflect.deleteProperty(process.env, name)
  }
  const options = { port, dataDir: path.join(home, 'data'), only: null }
  Object.assign(process.env, { IEUM_POLL_SECONDS: POLL_SECONDS, IEUM_LOG_LEVEL: 'warn' })
  mkdirSync(options.dataDir, { mode: 0o700 })
  prepareEnvironment(options, dataPlaces(options))
  const postgres = await ensurePostgres({
    home: path.join(home, 'postgres'),
    settings: { shared_preload_libraries: 'pg_stat_statements' },
  })
  process.env['DATABASE_URL'] = await ensureDatabase(postgres.url, DATABASE)
  const guardian = guard(postgres.pid, home)
  return {
    home,
    postgres,
    port,
    say,
    async end() {
      await closeDb()
      guardian.kill()
      await postgres.stop()
      rmSync(home, { recursive: true, force: true })
    },
  }
}

/** The database server is on its own by design. This ends it, and removes the folder, when this process is gone, however it went. */
function guard(pid: number, home: string): ChildProcess {
  const script = 'cat; kill -INT "$0"; while kill -0 "$0" 2>/dev/null; do sleep 0.1; done; rm -rf "$1"'
  const guardian = spawn('sh', ['-c', script, String(pid), home], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
  })
  guardian.unref()
  return guardian
}

export type World = {
  /** A connection of the bench itself, for looking without disturbing. */
  sql: pg.Client
  kube: KubeApi
  bare: BareClient
  git: GitServer & { root: string; listings: () => number }
  clusterId: string
  workspaceId: string
  devopsProjectId: string
  adminPassword: string
  /** Of the console. */
  port: number
  /** Ends the engine and starts another one, which remembers nothing. */
  restartEngine(): Promise<void>
  watched(): Watched
  end(): Promise<void>
}

export const WORKSPACE = 'bench'
export const DEVOPS_PROJECT = 'bench'

export type WorldOptions = {
  /** Start the console too. */
  web?: boolean
  /** More of the engine's environment. */
  engineEnv?: Readonly<Record<string, string>>
}

/** Starts a world. What was started is ended again when the rest cannot be. */
export async function openWorld(ground: Ground, options: WorldOptions = {}): Promise<World> {
  const ends: (() => Promise<unknown>)[] = []
  const end = async () => {
    for (const one of ends.splice(0).toReversed()) await one()
  }
  try {
    return await build(ground, options, ends, end)
  } catch (error) {
    await end()
    throw error
  }
}

async function build(
  ground: Ground,
  options: WorldOptions,
  ends: (() => Promise<unknown>)[],
  end: () => Promise<void>,
): Promise<World> {
  const home = mkdtempSync(path.join(ground.home, 'world-'))
  ends.push(async () => rmSync(home, { recursive: true, force: true }))
  const sql = await emptyDatabase(ground.postgres)
  ends.push(() => sql.end())
  const sandbox = await startSandbox(home)
  ends.push(() => sandbox.stop())
  const connection = reduceKubeconfig(readFileSync(sandbox.kubeconfig, 'utf8'))
  const [kube, bare] = [createKubeApi(connection), createBareClient(connection)]
  ends.push(() => Promise.all([kube.close(), bare.close()]))
  const git = await startCountingGit(path.join(home, 'git'))
  ends.push(() => git.close())
  const adminPassword = randomPassword()
  await seedInstallation({ adminPassword, demo: null })
  const rows = await seedRows(JSON.stringify(connection), git)
  ends.push(() => closeDb())

  const places = dataPlaces({ dataDir: home })
  const env = { ...childEnvironment(), IEUM_DATA_DIR: home, ...options.engineEnv }
  const newEngine = () => createEngine({ places, env, say: ground.say }, process.env['DATABASE_URL'] ?? '')
  let engine = newEngine()
  ends.push(() => engine.stop(PATIENCE_MS))
  await engine.start()
  const web = options.web
    ? createWeb({ places, env: childEnvironment(), say: ground.say }, { host: '127.0.0.1', port: ground.port })
    : null
  if (web) ends.push(() => web.stop(PATIENCE_MS))
  await web?.start()
  return {
    ...{ sql, kube, bare, git, adminPassword, end, ...rows },
    port: ground.port,
    async restartEngine() {
      await engine.stop(PATIENCE_MS)
      engine = newEngine()
      await engine.start()
    },
    watched: () => watched(ground, sandbox, engine, web),
  }
}

function watched({ postgres }: Ground, sandbox: TestSandbox, engine: Supervised, web: Supervised | null): Watched {
  return {
    engine: { pid: engine.pid ?? 0, withChildren: false },
    ...(web ? { web: { pid: web.pid ?? 0, withChildren: true } } : {}),
    postgres: { pid: postgres.pid, withChildren: true },
    sandbox: { pid: sandbox.pid, withChildren: true },
  }
}

/** The run's database made anew, at the address that this process knows already. */
async function emptyDatabase({ url }: PostgresServer): Promise<pg.Client> {
  const server = new pg.Client({ connectionString: url })
  await server.connect()
  await server.query(`DROP DATABASE IF EXISTS ${DATABASE} WITH (FORCE)`)
  await server.query(`DROP ROLE IF EXISTS ${LOOKER}`)
  await server.query(`CREATE ROLE ${LOOKER} SUPERUSER`)
  await server.end()
  const address = await ensureDatabase(url, DATABASE)
  await migrate(address)
  const sql = new pg.Client({ connectionString: address, application_name: 'ieum bench' })
  await sql.connect()
  await sql.query('CREATE EXTENSION pg_stat_statements')
  // Statements are counted by who runs them; the bench's own looking does not count.
  await sql.query(`SET ROLE ${LOOKER}`)
  return sql
}

/** Counts the advertisements of references: one for each `ls-remote`, and one more for each fetch. */
async function startCountingGit(root: string) {
  let listings = 0
  const server = await startGitServer({
    root,
    intercept(request) {
      if (request.url?.includes('/info/refs') === true) listings++
      return false
    },
  })
  return { ...server, root, listings: () => listings }
}

async function seedRows(connection: string, git: GitServer) {
  const cluster = await db.cluster.create({ data: { name: 'sandbox', state: 'ready' }, select: { id: true } })
  const sealed = encryptSecret(connection, { table: 'Cluster', id: cluster.id, column: 'connection' })
  await db.cluster.update({ where: { id: cluster.id }, data: { connection: sealed } })
  await db.platformSetting.create({ data: { name: 'git.allowedPrivateHosts', value: [`127.0.0.1:${git.port}`] } })
  const workspace = await db.workspace.create({
    data: { name: WORKSPACE, clusters: { create: { clusterId: cluster.id } } },
  })
  const devops = await db.devopsProject.create({
    data: { workspaceId: workspace.id, name: DEVOPS_PROJECT, policy: toJson({}) },
  })
  return { clusterId: cluster.id, workspaceId: workspace.id, devopsProjectId: devops.id }
}
