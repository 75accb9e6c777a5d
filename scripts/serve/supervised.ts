/** A child process that is kept running: started again with back-off when it ends by itself, recorded so that a later start can end it. */
import { type ChildProcess, spawn } from 'node:child_process'
import { closeSync, existsSync, mkdirSync, openSync, readFileSync, renameSync, statSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { printable } from '#scripts/bootstrap/command.mjs'
import { standBack } from '#lib/process/stand-back.ts'
import { forgetProcess, recordProcess } from '#scripts/bootstrap/instance.mjs'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { CHECKOUT } from './places.ts'

const FIRST_WAIT_MS = 500
const LONGEST_WAIT_MS = 30_000
/** After so long a run an end is no longer part of a row of failures. */
const STEADY_MS = 60_000
/** Attempts of the first start; afterwards there is no limit. */
const FIRST_ATTEMPTS = 3
const READY_POLL_MS = 60
const READY_TIMEOUT_MS = 60_000
const MAX_LOG_BYTES = 10 * 1024 * 1024
const TAIL_LINES = 20

export type SupervisedOptions = {
  name: string
  command: readonly string[]
  /** The whole environment. */
  env: Readonly<Record<string, string>>
  dataDir: string
  logs: string
  /** How far it stands back for others (`standBack`); absent: not at all. */
  niceness?: number
  /** True once it works. Asked again and again after each start. */
  isReady: () => Promise<boolean>
  /** Says to the person what happens. */
  say: (line: string) => void
  /** Gets each line of standard output; without it the output goes to the log. */
  onLine?: (line: string) => void
  /** What it says goes where we say things, instead of the log. */
  toTerminal?: boolean
}

/** Milliseconds before the next start after `failures` ends in a row. */
export const restartWait = (failures: number): number =>
  Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** Math.min(failures - 1, 10))

export class Supervised {
  readonly #options: SupervisedOptions
  readonly #log: string
  readonly #stopping = new AbortController()
  #child: ChildProcess | undefined
  #gone: Promise<void> = Promise.resolve()
  #failures = 0

  constructor(options: SupervisedOptions) {
    this.#options = options
    this.#log = path.join(options.logs, `${options.name}.log`)
  }

  /** Of the process that runs now; undefined while none does. */
  get pid(): number | undefined {
    return this.#child?.pid
  }

  /** Starts the process and waits until it is ready. Throws `StartError` with its last lines when it cannot be brought up. */
  async start(): Promise<void> {
    mkdirSync(this.#options.logs, { recursive: true, mode: 0o700 })
    for (;;) {
      const began = performance.now()
      this.#spawn()
      if (await this.#becomesReady()) break
      if (this.#stopping.signal.aborted) return
      this.#failures++
      const tooLong = performance.now() - began > READY_TIMEOUT_MS
      if (tooLong || this.#failures >= FIRST_ATTEMPTS) throw this.#failure(tooLong)
      await this.#pause(restartWait(this.#failures))
    }
    void this.#keep()
  }

  /** Ends the process: SIGTERM, and SIGKILL when it is still there after `timeoutMs`. */
  async stop(timeoutMs: number): Promise<void> {
    this.#stopping.abort()
    const child = this.#child
    if (!child) return
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), timeoutMs)
    await this.#gone
    clearTimeout(timer)
  }

  #spawn() {
    const { name, command, env, dataDir, onLine, niceness, toTerminal = false } = this.#options
    const [program = '', ...args] = command
    this.#rotate()
    const log = toTerminal ? null : openSync(this.#log, 'a', 0o600)
    const said = log ?? 'inherit'
    // Its own group: Ctrl-C reaches the supervisor, which ends its children in order. The pipe tells the child when we are gone.
    const child = spawn(program, args, {
      cwd: CHECKOUT,
      env: env as NodeJS.ProcessEnv,
      detached: true,
      stdio: ['pipe', onLine ? 'pipe' : said, said],
    })
    if (log !== null) closeSync(log)
    standBack(child.pid, niceness)
    child.stdin?.on('error', () => undefined)
    if (onLine && child.stdout) readLines(child.stdout, onLine)
    this.#child = child
    if (child.pid !== undefined) recordProcess(dataDir, name, child.pid)
    this.#gone = new Promise((resolve) => {
      const end = () => {
        this.#child = undefined
        forgetProcess(dataDir, name)
        resolve()
      }
      child.once('error', end)
      child.once('exit', end)
    })
  }

  async #becomesReady(): Promise<boolean> {
    const deadline = performance.now() + READY_TIMEOUT_MS
    while (this.#child && performance.now() < deadline) {
      if (await this.#options.isReady().catch(() => false)) return true
      await delay(READY_POLL_MS)
    }
    return false
  }

  /** After the first success: whatever happens, it is started again until we stop. */
  async #keep() {
    const { signal } = this.#stopping
    for (let began = performance.now(); !signal.aborted; began = performance.now()) {
      await this.#gone
      if (signal.aborted) return
      this.#failures = performance.now() - began > STEADY_MS ? 1 : this.#failures + 1
      const wait = restartWait(this.#failures)
      this.#options.say(
        `  ! ${this.#options.name} ended; starting it again in ${wait / 1000} s.${this.#options.toTerminal ? '' : ` See ${this.#log}`}`,
      )
      await this.#pause(wait)
      if (!signal.aborted) this.#spawn()
    }
  }

  #pause(ms: number) {
    return delay(ms, undefined, { signal: this.#stopping.signal }).catch(() => undefined)
  }

  #failure(tooLong: boolean) {
    const tail =
      !this.#options.toTerminal && existsSync(this.#log)
        ? readFileSync(this.#log, 'utf8').trimEnd().split('\n').slice(-TAIL_LINES)
        : []
    const what = tooLong ? `does not answer after ${READY_TIMEOUT_MS / 1000} s` : 'ends at once'
    const words = tail.map((line) => `    ${line.slice(0, 400)}`).join('\n')
    return new StartError(
      `${this.#options.name} ${what}:\n    ${printable(this.#options.command)}\n${words}`,
      this.#options.toTerminal ? 'What it said stands above.' : `Everything it said is in ${this.#log}`,
    )
  }

  #rotate() {
    if (existsSync(this.#log) && statSync(this.#log).size > MAX_LOG_BYTES) renameSync(this.#log, `${this.#log}.1`)
  }
}

function readLines(stream: NodeJS.ReadableStream, onLine: (line: string) => void) {
  let rest = ''
  stream.setEncoding('utf8')
  stream.on('data', (chunk: string) => {
    const lines = (rest + chunk).split('\n')
    rest = lines.pop() ?? ''
    for (const line of lines) onLine(line)
  })
}
