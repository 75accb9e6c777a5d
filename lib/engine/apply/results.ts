/** Results of a run on their way to the database: collected for a moment, written in one statement, the newest of each object. */
import type { ResultRecord } from '../reconcile/record.ts'

const COLLECT_MS = 100

export type ResultWriter = {
  report: (result: ResultRecord) => void
  /** Ends the writing; answers with what is not written yet. Throws the first failure of any write. */
  rest: () => Promise<ResultRecord[]>
  /** Writes what is left. Throws the first failure of any write. */
  end: () => Promise<void>
}

export function createResultWriter(write: (results: ResultRecord[]) => Promise<void>): ResultWriter {
  const waiting = new Map<string, ResultRecord>()
  let timer: NodeJS.Timeout | undefined
  let chain: Promise<void> = Promise.resolve()
  let failure: { error: unknown } | undefined

  const flush = () => {
    clearTimeout(timer)
    timer = undefined
    if (waiting.size === 0) return
    const batch = [...waiting.values()]
    waiting.clear()
    chain = chain
      .then(() => write(batch))
      .catch((error: unknown) => {
        failure ??= { error }
      })
  }

  return {
    report(result) {
      waiting.set(result.key, result)
      timer ??= setTimeout(flush, COLLECT_MS)
    },
    async rest() {
      clearTimeout(timer)
      const left = [...waiting.values()]
      waiting.clear()
      await chain
      if (failure) throw failure.error
      return left
    },
    async end() {
      flush()
      await chain
      if (failure) throw failure.error
    },
  }
}
