type Entry<T> = { value: Promise<T>; users: number; timer?: NodeJS.Timeout | undefined }

/** A value that is made once for all who use it at the same time, or shortly after one another, and disposed of when nobody came any more. */
export class SharedByKey<T> {
  readonly #make: (key: string) => Promise<T>
  readonly #dispose: (value: T) => Promise<void>
  readonly #lingerMs: number
  readonly #live = new Map<string, Entry<T>>()

  /** `lingerMs`: how long a value waits for another user after its last one. */
  constructor(make: (key: string) => Promise<T>, dispose: (value: T) => Promise<void>, lingerMs = 0) {
    this.#make = make
    this.#dispose = dispose
    this.#lingerMs = lingerMs
  }

  /** Runs `work` with the value of `key`. A value that could not be made fails all who waited for it, and the next caller tries again. */
  async use<R>(key: string, work: (value: T) => Promise<R>): Promise<R> {
    const entry: Entry<T> = this.#live.get(key) ?? { value: this.#make(key), users: 0 }
    clearTimeout(entry.timer)
    entry.users++
    this.#live.set(key, entry)
    let isMade = false
    try {
      const value = await entry.value
      isMade = true
      return await work(value)
    } finally {
      entry.users--
      if (entry.users === 0) await this.#leave(key, entry, isMade)
    }
  }

  async #leave(key: string, entry: Entry<T>, isMade: boolean): Promise<void> {
    const end = async () => {
      this.#live.delete(key)
      await entry.value.then(this.#dispose, () => undefined)
    }
    if (!isMade || this.#lingerMs === 0) return end()
    // What cannot be removed is swept at the next start.
    entry.timer = setTimeout(() => void end().catch(() => undefined), this.#lingerMs).unref()
  }
}
