/** A value that is made once for all who use it at the same time and disposed of when the last of them is done. */
export class SharedByKey<T> {
  readonly #make: (key: string) => Promise<T>
  readonly #dispose: (value: T) => Promise<void>
  readonly #live = new Map<string, { value: Promise<T>; users: number }>()

  constructor(make: (key: string) => Promise<T>, dispose: (value: T) => Promise<void>) {
    this.#make = make
    this.#dispose = dispose
  }

  /** Runs `work` with the value of `key`. A value that could not be made fails all who waited for it, and the next caller tries again. */
  async use<R>(key: string, work: (value: T) => Promise<R>): Promise<R> {
    const entry = this.#live.get(key) ?? { value: this.#make(key), users: 0 }
    entry.users++
    this.#live.set(key, entry)
    try {
      return await work(await entry.value)
    } finally {
      entry.users--
      if (entry.users === 0) {
        this.#live.delete(key)
        await entry.value.then(this.#dispose, () => undefined)
      }
    }
  }
}
