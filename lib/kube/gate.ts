/** Lets at most `limit` pieces of work run at once; the others wait in order. */
export type Gate = { run<T>(work: () => Promise<T>): Promise<T> }

export function createGate(limit: number): Gate {
  let running = 0
  const waiting: (() => void)[] = []
  return {
    async run(work) {
      if (running >= limit) await new Promise<void>((resolve) => waiting.push(resolve))
      else running++
      try {
        return await work()
      } finally {
        const next = waiting.shift()
        if (next) next()
        else running--
      }
    },
  }
}
