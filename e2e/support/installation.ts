/**
 * Starts what a person starts, `npm start`, on a data directory of its own, and ends it after the last story.
 * Stories find it through `installation()`; a story may start another one, without the demonstration, and stand on that.
 */
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync, mkdirSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'

export type Installation = {
  url: string
  dataDir: string
  password: string
  adminPassword: string
  pid: number
  /** Ports at which console and engine tell their metrics. */
  metrics: { console: number; engine: number }
}

const ROOT = join(import.meta.dirname, '..', '..')
const HOME = join(ROOT, '.build', 'e2e')
/** IEUM_E2E_INSTALLATION: such a file of an installation that runs already, for working on one story. */
const GIVEN = process.env['IEUM_E2E_INSTALLATION']
const FILE = GIVEN ?? join(HOME, 'installation.json')
/** A cold start compiles everything; a warm one takes seconds. */
const READY_WITHIN = 40 * 60_000

const first = (): Installation => JSON.parse(readFileSync(FILE, 'utf8')) as Installation
let other: Installation | null = null

/** The running installation that the story stands on: the one of the set-up, unless it has entered another. */
export const installation = (): Installation => other ?? first()

/** Lets the story stand on another installation until the returned function is called. */
export function enter(entered: Installation): () => void {
  other = entered
  return () => void (other = null)
}

/** Folder of the repositories that the demonstration's Git server serves, to every installation. */
export const gitRoot = (): string => join(first().dataDir, 'git-server')

/** The sample repository `npm start` serves; it tells its address in the data directory. */
export const sampleRepositoryUrl = (): string =>
  (
    JSON.parse(readFileSync(join(first().dataDir, 'demo-logins.json'), 'utf8')) as {
      sampleRepositoryUrl: string
    }
  ).sampleRepositoryUrl

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

async function until(what: string, holds: () => Promise<boolean>, child: ChildProcess, log: string): Promise<void> {
  const deadline = Date.now() + READY_WITHIN
  while (!(await holds().catch(() => false))) {
    if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}:\n${tail(log)}`)
    if (Date.now() > deadline) throw new Error(`${what} did not come up:\n${tail(log)}`)
    await new Promise((resolve) => setTimeout(resolve, 200))
  }
}

const tail = (file: string) => readFileSync(file, 'utf8').slice(-4000)

const answers = async (url: string) => (await fetch(url, { redirect: 'manual' })).status < 500

/** Playwright's global set-up; what it returns is the tear-down. */
export default async function start(): Promise<() => Promise<void>> {
  if (GIVEN !== undefined) return async () => undefined
  const { running, end } = await startInstallation(HOME, (dataDir) =>
    // The real open-podcasts names port 30001; another sandbox on this machine would make this one take a lower range.
    writeFileSync(join(dataDir, 'sandbox-node-ports'), '30000-32767'),
  )
  writeFileSync(FILE, JSON.stringify(running))
  return end
}

/** Starts another installation with nothing in it but its administrator and the sandbox cluster. */
export const startEmpty = (): Promise<Started> => startInstallation(`${HOME}-empty`, () => undefined, ['--no-demo'])

type Started = { running: Installation; end: () => Promise<void> }

async function startInstallation(
  home: string,
  prepare: (dataDir: string) => void,
  options: readonly string[] = [],
): Promise<Started> {
  const dataDir = join(home, 'data')
  rmSync(home, { recursive: true, force: true })
  mkdirSync(dataDir, { recursive: true, mode: 0o700 })
  prepare(dataDir)
  const port = await freePort()
  const metrics = { console: await freePort(), engine: await freePort() }
  const log = join(home, 'start.log')
  const output = openSync(log, 'w')
  const password = 'Tutorial-2026'
  const command = ['start', '--silent', '--', '--port', String(port), '--data-dir', dataDir, ...options]
  const child = spawn('npm', command, {
    cwd: ROOT,
    detached: true,
    stdio: ['ignore', output, output],
    env: {
      ...process.env,
      IEUM_ADMIN_PASSWORD: password,
      IEUM_DEMO_PASSWORD: password,
      IEUM_POLL_SECONDS: '3',
      // The sandbox's API server is on this machine, and a story registers it a second time.
      IEUM_LOCAL_CLUSTERS: 'true',
      // A story's identity provider too.
      IEUM_LOCAL_IDENTITY_PROVIDERS: 'true',
      IEUM_CONSOLE_METRICS: String(metrics.console),
      IEUM_ENGINE_METRICS: String(metrics.engine),
    },
  })
  const url = `http://localhost:${port}`
  await until('the log-in page', () => answers(`${url}/login`), child, log)
  await until('the sandbox cluster', async () => existsSync(join(dataDir, 'sandbox', 'kubeconfig')), child, log)
  const running = { url, dataDir, password, adminPassword: password, pid: child.pid ?? 0, metrics }
  return { running, end: () => stop(child) }
}

/** Ctrl-C for the whole group, as in a terminal; waits until everything it started is gone. */
async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.pid === undefined) return
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()))
  process.kill(-child.pid, 'SIGINT')
  const timer = setTimeout(() => process.kill(-(child.pid ?? 0), 'SIGKILL'), 30_000)
  await gone
  clearTimeout(timer)
}
