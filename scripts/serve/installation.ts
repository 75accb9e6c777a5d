/**
 * Everything that runs: brought up side by side, each part as soon as what it needs is there, and ended in order. The console comes
 * first; the sandbox, which takes minutes to compile, last.
 */
import type { StartOptions } from '#scripts/bootstrap/arguments.mjs'
import { announceInstance } from '#scripts/bootstrap/instance.mjs'
import type { Progress } from '#scripts/bootstrap/progress.mjs'
import { ensureConsole, ensureRenderer, ensureSandbox } from './builds.ts'
import { type ChildOptions, createEngine, createWeb } from './children.ts'
import { type Database, startDatabase } from './database.ts'
import { type DemoGit, startDemoGit } from './demo-git.ts'
import { childEnvironment } from './environment.ts'
import { CHECKOUT, type DataPlaces } from './places.ts'
import { type Access, accessLines, readyLines } from './print.ts'
import { createSandbox, SandboxReport } from './sandbox.ts'
import { ensureDemoPassword, writeDemoLogins } from './logins.ts'
import { Registrar } from './registrar.ts'
import { randomPassword } from './secrets.ts'
import { wasRequested } from './stop-request.ts'
import type { Supervised } from './supervised.ts'

/** Milliseconds each part has to end in order before it is killed; together under ten seconds. */
const PATIENCE = { web: 1_500, engine: 4_000, sandbox: 2_500 }
/** Nobody waits at a terminal for a part by itself: what is under way may end. Under the half minute that service managers give. */
const PATIENCE_ALONE = { web: 10_000, engine: 25_000, sandbox: 0 }

/** An engine by itself makes nobody. */
const NOBODY: Access = { adminPassword: null, demo: null }

type Context = { options: StartOptions; places: DataPlaces; progress: Progress; stopping: AbortController }

class Installation {
  readonly #context: Context
  readonly #say: (line: string) => void
  readonly #registrar = new Registrar()
  readonly #running: { name: keyof typeof PATIENCE; process: Supervised }[] = []
  #git: DemoGit | undefined
  #database: Database | undefined
  #data: Promise<Access> | undefined
  #withdraw: (() => void) | undefined

  constructor(context: Context) {
    this.#context = context
    this.#say = (line) => context.progress.line(line)
  }

  /** Resolves when all of it runs. Rejects with the first failure, or when it was asked to stop. */
  async bringUp(): Promise<void> {
    const { progress, stopping } = this.#context
    const { signal } = stopping
    const began = performance.now()
    const data = (this.#data = this.#prepareData())
    const report = new SandboxReport(data, this.#registrar, this.#say)
    const { only, kubeconfig } = this.#context.options
    // One build at a time, in the order in which people need the results.
    const builtConsole = only === 'engine' ? Promise.resolve() : ensureConsole(progress, signal)
    const builtRenderer = builtConsole.then(() => (only === 'console' ? undefined : ensureRenderer(progress, signal)))
    const parts = [
      ...(only === 'engine' ? [] : [this.#startWeb(data, builtConsole)]),
      ...(only === 'console' ? [] : [this.#startEngine(data, builtRenderer)]),
    ]
    if (only === null && kubeconfig === null) {
      const onPercent = (percent: number) => report.compiling(percent)
      const built = builtRenderer.then(() => ensureSandbox(progress, signal, onPercent))
      parts.push(this.#startSandbox(data, built, report))
    }
    await Promise.all(parts)
    this.#registrar.close()
    for (const line of readyLines(this.#context.options, this.#context.places, performance.now() - began))
      this.#say(line)
  }

  async #prepareData(): Promise<Access> {
    const { options, places, progress } = this.#context
    this.#database = await startDatabase(process.env['DATABASE_URL'] || undefined, places.postgres, progress)
    process.env['DATABASE_URL'] = this.#database.url
    if (options.only === 'engine') return NOBODY
    if (options.demo) this.#git = await startDemoGit(places.repositories, this.#say)
    const access = await this.#seed()
    // Shown at once: a start that is ended now must not keep it to itself.
    if (access.adminPassword !== null)
      this.#say(`\n  The password of admin, shown only now:  ${access.adminPassword}\n`)
    const { kubeconfig } = options
    if (kubeconfig !== null) {
      await progress.run('Connect the cluster', () => this.#registrar.call('registerOwnCluster', kubeconfig))
    }
    return access
  }

  /** Administrator, demonstration and the sandbox's row; who can log in. */
  async #seed(): Promise<Access> {
    const { options, places } = this.#context
    const adminPassword = process.env['IEUM_ADMIN_PASSWORD'] || randomPassword()
    const git = this.#git
    const demo = git && {
      password: ensureDemoPassword(places.logins, process.env['IEUM_DEMO_PASSWORD'] || undefined),
      sampleRepositoryUrl: git.sampleRepositoryUrl,
    }
    const { adminCreated, demoUsers } = await this.#registrar.call('seed', {
      adminPassword,
      sandbox: options.kubeconfig === null && options.only === null,
      demo: demo && git ? { ...demo, gitHost: git.host } : null,
    })
    const logins = demo ? { ...demo, users: demoUsers } : null
    if (logins) writeDemoLogins(places.logins, logins)
    // What a part says is kept by others: it repeats no password that somebody gave it.
    const isKnown = options.only !== null && process.env['IEUM_ADMIN_PASSWORD']
    return { adminPassword: adminCreated && !isKnown ? adminPassword : null, demo: logins }
  }

  #childOptions(): ChildOptions {
    const { places, options } = this.#context
    return { places, env: childEnvironment(), say: this.#say, toTerminal: options.only !== null }
  }

  async #startWeb(data: Promise<Access>, built: Promise<void>): Promise<void> {
    const [access] = await Promise.all([data, built])
    const { options, progress } = this.#context
    this.#withdraw = announceInstance(CHECKOUT)
    const web = this.#manage('web', createWeb(this.#childOptions(), options))
    await progress.run('Start the console', () => web.start())
    for (const line of accessLines(process.env['NEXTAUTH_URL'] ?? '', access)) this.#say(line)
  }

  async #startEngine(data: Promise<Access>, built: Promise<void>): Promise<void> {
    await Promise.all([data, built])
    const { progress } = this.#context
    const engine = this.#manage('engine', createEngine(this.#childOptions(), process.env['DATABASE_URL'] ?? ''))
    await progress.run('Start the engine', () => engine.start())
  }

  async #startSandbox(data: Promise<Access>, built: Promise<void>, report: SandboxReport): Promise<void> {
    await Promise.all([data, built])
    const { places, progress } = this.#context
    const sandbox = this.#manage(
      'sandbox',
      createSandbox({ places, report, say: this.#say, onConnected: () => this.#registrar.close() }),
    )
    await progress.run('Start the sandbox cluster', () => sandbox.start())
  }

  /** Nothing new may start once the end has begun. */
  #manage(name: keyof typeof PATIENCE, process: Supervised): Supervised {
    this.#context.stopping.signal.throwIfAborted()
    this.#running.push({ name, process })
    return process
  }

  /** Ends all of it in order: no requests, then no reconciling, then no cluster, then no database. */
  async end(): Promise<void> {
    const patience = this.#context.options.only === null ? PATIENCE : PATIENCE_ALONE
    for (const name of ['web', 'engine', 'sandbox'] as const) {
      await Promise.all(
        this.#running.filter((part) => part.name === name).map((part) => part.process.stop(patience[name])),
      )
    }
    // A database that is just being started is stopped when it is there.
    await this.#data?.catch(() => undefined)
    await this.#git?.server.close()
    this.#registrar.close()
    await this.#database?.stop()
    this.#withdraw?.()
  }
}

/** Brings everything up and keeps it until `stopping` aborts. Rejects with what failed; everything is ended either way. */
export async function runInstallation(context: Context): Promise<void> {
  const { progress, stopping } = context
  const stopped = new Promise<void>((resolve) =>
    stopping.signal.addEventListener('abort', () => resolve(), { once: true }),
  )
  const installation = new Installation(context)
  try {
    await Promise.race([installation.bringUp(), stopped])
    await stopped
  } catch (error) {
    // Ends the builds that are still under way.
    stopping.abort(error)
    throw error
  } finally {
    progress.stop()
    if (wasRequested(stopping)) progress.line('\n  Stopping …')
    await installation.end()
    if (wasRequested(stopping)) progress.line('  Stopped.')
  }
}
