/**
 * The supervisor's way to the product's own functions. They run in a process of their own that is started when it is needed and ended
 * when it is not: a supervisor that only waits must not keep the database client and everything above it in memory.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import path from 'node:path'
import { StartError } from '#scripts/bootstrap/start-error.mjs'
import { CHECKOUT, NODE } from './places.ts'
import type { Tasks } from './registrar-tasks.ts'

export type Request = { id: number; task: keyof Tasks; args: unknown[] }
export type Answer = { id: number } & ({ ok: true; value: unknown } | { ok: false; failure: string })

type Waiting = { resolve: (value: unknown) => void; reject: (error: Error) => void }

export class Registrar {
  readonly #waiting = new Map<number, Waiting>()
  #child: ChildProcess | undefined
  #count = 0

  /** Runs a task and returns its result. Rejects with a `StartError` that tells what failed. */
  call<K extends keyof Tasks>(task: K, ...args: Parameters<Tasks[K]>): Promise<Awaited<ReturnType<Tasks[K]>>> {
    const id = ++this.#count
    const child = (this.#child ??= this.#start())
    return new Promise((resolve, reject) => {
      this.#waiting.set(id, { resolve: resolve as (value: unknown) => void, reject })
      child.send({ id, task, args } satisfies Request)
    })
  }

  /** Ends the process; the next call starts another one. */
  close(): void {
    this.#child?.disconnect()
    this.#child = undefined
  }

  #start(): ChildProcess {
    const child = spawn(NODE, [path.join(import.meta.dirname, 'registrar-process.ts')], {
      cwd: CHECKOUT,
      detached: true,
      // Its log lines are not for the terminal; what failed comes back as an answer.
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    child.on('message', (answer: Answer) => {
      const waiting = this.#waiting.get(answer.id)
      this.#waiting.delete(answer.id)
      if (answer.ok) waiting?.resolve(answer.value)
      else waiting?.reject(new StartError(answer.failure))
    })
    child.once('error', (error) => this.#lose(child, error))
    child.once('exit', (code) => this.#lose(child, new StartError(`The registrar ended (exit code ${code}).`)))
    return child
  }

  #lose(child: ChildProcess, error: Error) {
    if (this.#child === child) this.#child = undefined
    for (const { reject } of this.#waiting.values()) reject(error)
    this.#waiting.clear()
  }
}
