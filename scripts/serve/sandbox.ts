/** The sandbox cluster as a child: from its events to the row that the console shows. */
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { z } from 'zod'
import { connectSandboxCluster, ensureSandboxCluster, reportSandboxProgress } from '#lib/features/clusters/sandbox.ts'
import { formatRange, keptRange } from './node-ports.ts'
import { BINARIES, type DataPlaces } from './places.ts'
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

/** Reports to the console at most one change a second, and never lets a failing report disturb the start. */
export class SandboxReport {
  #last = 0
  #pending: Promise<unknown>
  readonly #say: (line: string) => void

  /** `after`: when the database can be written. */
  constructor(after: Promise<unknown>, say: (line: string) => void) {
    this.#pending = after.catch(() => undefined)
    this.#say = say
  }

  report(step: 'waiting' | 'compiling' | 'starting', percent: number): void {
    const now = performance.now()
    if (now - this.#last < 1_000 && step === 'compiling') return
    this.#last = now
    this.queue(() => reportSandboxProgress({ step, percent }))
  }

  /** One after the other: what is written last is what happened last. */
  queue(work: () => Promise<unknown>): void {
    this.#pending = this.#pending.then(work).then(
      () => undefined,
      (error: unknown) =>
        this.#say(
          `  ! The sandbox's state was not recorded: ${error instanceof Error ? error.message : String(error)}`,
        ),
    )
  }
}

/** The cluster just said that it is ready; one more word than its first answer may still fail. */
async function connect(kubeconfig: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await connectSandboxCluster(readFileSync(kubeconfig, 'utf8'))
    } catch (error) {
      if (attempt === CONNECT_ATTEMPTS) throw error
      await delay(CONNECT_WAIT_MS)
    }
  }
}

type SandboxOptions = { places: DataPlaces; report: SandboxReport; say: (line: string) => void }

/** The supervised sandbox; `start` resolves when the cluster is connected. After a crash it is prepared and connected again. */
export function createSandbox({ places, report, say }: SandboxOptions): Supervised {
  mkdirSync(places.sandbox, { recursive: true, mode: 0o700 })
  let connected = false
  let begun = false
  const onEvent = (line: string) => {
    const parsed = eventSchema.safeParse(safeJson(line))
    if (!parsed.success) return
    const { event, kubeconfig } = parsed.data
    if (event === 'etcd' && begun) report.queue(ensureSandboxCluster)
    begun = true
    const percent = PERCENT[event]
    if (percent !== undefined) report.report('starting', percent)
    if (event === 'ready' && kubeconfig !== undefined) {
      report.queue(async () => {
        await connect(kubeconfig)
        connected = true
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
    env: {},
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
