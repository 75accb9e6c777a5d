/** Starts the sandbox cluster for tests. The test run starts one for everybody and names it in IEUM_TEST_KUBECONFIG. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { createInterface } from 'node:readline'
import { reduceKubeconfig } from '../kubeconfig.ts'
import type { KubeConnection } from '../types.ts'

const BINARY = resolve(import.meta.dirname, '../../../.build/bin/sandbox')
const READY_WITHIN = 60_000

export type TestSandbox = {
  /** Path of the administrator's kubeconfig. */
  kubeconfig: string
  dataDir: string
  /** Of the process that runs now. */
  readonly pid: number
  /** Ends it; `SIGKILL` as a crash would. The data directory stays for `start`. */
  kill(signal: NodeJS.Signals): Promise<void>
  /** Starts it again on the same data directory and ports. */
  start(): Promise<void>
  /** Ends it and removes its data. */
  stop(): Promise<void>
}

type Running = { kubeconfig: string; pid: number; end: (signal: NodeJS.Signals) => Promise<void> }

function run(dataDir: string): Promise<Running> {
  const child = spawn(BINARY, ['--data-dir', dataDir, '--port', '0', '--parent-pid', String(process.pid)], {
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let complaints = ''
  child.stderr.on('data', (chunk: Buffer) => (complaints += chunk.toString()))
  const gone = new Promise<void>((done) => child.once('exit', () => done()))
  return new Promise((ready, failed) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL')
      failed(new Error(`the sandbox did not become ready: ${complaints}`))
    }, READY_WITHIN)
    child.once('exit', (code) => failed(new Error(`the sandbox ended with ${code}: ${complaints}`)))
    createInterface({ input: child.stdout }).on('line', (line) => {
      const event = JSON.parse(line) as { event: string; kubeconfig?: string }
      if (event.event !== 'ready' || event.kubeconfig === undefined) return
      clearTimeout(timer)
      const end = async (signal: NodeJS.Signals) => {
        child.kill(signal)
        await gone
      }
      ready({ kubeconfig: event.kubeconfig, pid: child.pid ?? 0, end })
    })
  })
}

/** A cluster of one's own, e.g. for tests that kill it. Its data directory is made in `parent`. */
export async function startSandbox(parent = tmpdir()): Promise<TestSandbox> {
  const dataDir = mkdtempSync(join(parent, 'ieum-sandbox-'))
  let running = await run(dataDir)
  return {
    kubeconfig: running.kubeconfig,
    dataDir,
    get pid() {
      return running.pid
    },
    kill: (signal) => running.end(signal),
    start: async () => {
      running = await run(dataDir)
    },
    stop: async () => {
      await running.end('SIGTERM')
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

/** Connection to the test run's shared cluster. */
export function sharedConnection(): KubeConnection {
  const path = process.env['IEUM_TEST_KUBECONFIG']
  if (!path) throw new Error('IEUM_TEST_KUBECONFIG is not set: run these tests with `npm test -- --only integration`')
  return reduceKubeconfig(readFileSync(path, 'utf8'))
}
