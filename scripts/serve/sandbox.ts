/** The sandbox cluster as a child: from its events to the row that the console shows. */
import { mkdirSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { childEnvironment } from './environment.ts'
import { formatRange, keptRange } from './node-ports.ts'
import { BINARIES, type DataPlaces } from './places.ts'
import type { Registrar } from './registrar.ts'
import { Supervised } from './supervised.ts'

const eventSchema = z.looseObject({
  event: z.string(),
  message: z.string().default(''),
  kubeconfig: z.string().optional(),
})

/** How far a start is when the event comes; the order is that of sandbox/README.md. */
const PERCENT: Readonly<Record<string, number>> = { etcd: 20, apiserver: 60, controllers: 80, nodes: 90 }

const CONNECT_ATTEMPTS = 10
const CONNECT_WAIT_MS = 500
/** Progress of the compiler comes a hundred times a second. */
const REPORT_EVERY_MS = 1_000

/** Writes the sandbox's state where the console shows it, in order. A failing report is said and does not disturb the start. */
export class SandboxReport {
  #last = 0
  #pending: Promise<unknown>
  readonly #registrar: Registrar
  readonly #say: (line: string) => void

  /** `after`: when the database can be written. */
  constructor(after: Promise<unknown>, registrar: Registrar, say: (line: string) => void) {
    this.#pending = after.catch(() => undefined)
    this.#registrar = registrar
    this.#say = say
  }

  compiling(percent: number): void {
    const now = performance.now()
    if (now - this.#last < REPORT_EVERY_MS) return
    this.#last = now
    this.#queue(() => this.#registrar.call('reportSandbox', { step: 'compiling', percent }))
  }

  starting(percent: number): void {
    this.#queue(() => this.#registrar.call('reportSandbox', { step: 'starting', percent }))
  }

  /** It starts again after a crash. */
  preparing(): void {
    this.#queue(() => this.#registrar.call('prepareSandbox'))
  }

  /** It is ready; `onConnected` is called when the console can use it. */
  ready(kubeconfig: string, onConnected: () => void): void {
    this.#queue(async () => {
      await this.#connect(kubeconfig)
      onConnected()
    })
  }

  /** The cluster just said that it is ready; one more word than its first answer may still fail. */
  async #connect(kubeconfig: string): Promise<void> {
    for (let attempt = 1; ; attempt++) {
      try {
        return await this.#registrar.call('connectSandbox', kubeconfig)
      } catch (error) {
        if (attempt === CONNECT_ATTEMPTS) throw error
        await delay(CONNECT_WAIT_MS)
      }
    }
  }

  #queue(work: () => Promise<unknown>): void {
    this.#pending = this.#pending.then(work).catch((error: unknown) => {
      this.#say(`  ! The sandbox's state was not recorded: ${error instanceof Error ? error.message : String(error)}`)
    })
  }
}

type SandboxOptions = {
  places: DataPlaces
  report: SandboxReport
  say: (line: string) => void
  onConnected: () => void
}

/** The supervised sandbox; `start` resolves when the cluster is connected. After a crash it is prepared and connected again. */
export function createSandbox({ places, report, say, onConnected }: SandboxOptions): Supervised {
  mkdirSync(places.sandbox, { recursive: true, mode: 0o700 })
  let connected = false
  let starts = 0
  const onEvent = (line: string) => {
    const parsed = eventSchema.safeParse(safeJson(line))
    if (!parsed.success) return
    const { event, kubeconfig } = parsed.data
    if (event === 'etcd' && ++starts > 1) report.preparing()
    const percent = PERCENT[event]
    if (percent !== undefined) report.starting(percent)
    if (event === 'ready' && kubeconfig !== undefined) {
      report.ready(kubeconfig, () => {
        connected = true
        onConnected()
      })
    }
  }
  const range = formatRange(keptRange(path.join(places.root, 'sandbox-node-ports')))
  return new Supervised({
    name: 'sandbox',
    command: [
      path.join(BINARIES, 'sandbox'),
      ...['--data-dir', places.sandbox, '--port', '0', '--node-ports', range, '--parent-pid', String(process.pid)],
    ],
    env: childEnvironment(),
    dataDir: places.root,
    logs: places.logs,
    isReady: async () => connected,
    say,
    onLine: onEvent,
  })
}

function safeJson(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return undefined
  }
}
