/** The places of the passes that go on at once. Who comes first is first, unless a bound keeps it waiting: then the next one goes. */
import { type Bounds, type Work, hasRoom } from './bounds.ts'

type Waiting = { work: Work; enter: () => void; leave: (reason: Error) => void }

export class Places {
  readonly #bounds: Bounds
  readonly #running: Work[] = []
  readonly #waiting: Waiting[] = []

  constructor(bounds: Bounds) {
    this.#bounds = bounds
  }

  /** How many are taken. */
  get taken(): number {
    return this.#running.length
  }

  /** Runs `task` when the work may begin, and gives the place back however it ends. */
  async run<T>(work: Work, task: () => Promise<T>): Promise<T> {
    await new Promise<void>((enter, leave) => {
      this.#waiting.push({ work, enter, leave })
      this.#admit()
    })
    try {
      return await task()
    } finally {
      this.#running.splice(this.#running.indexOf(work), 1)
      this.#admit()
    }
  }

  /** Sends away who still waits, with this reason. */
  turnAway(reason: Error): void {
    for (const { leave } of this.#waiting.splice(0)) leave(reason)
  }

  #admit(): void {
    for (const next of [...this.#waiting]) {
      if (this.#running.length >= this.#bounds.total) return
      if (!hasRoom(this.#running, next.work, this.#bounds)) continue
      this.#waiting.splice(this.#waiting.indexOf(next), 1)
      this.#running.push(next.work)
      next.enter()
    }
  }
}
