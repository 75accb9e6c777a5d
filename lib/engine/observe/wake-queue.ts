/** Collects what watches say into few wake-ups: drift at once, a change of health a moment later, because such changes come in rows. */
import type { News } from './news.ts'

const DRIFT_MS = 5
const HEALTH_MS = 200

/** Calls `wake` with the ids that had news; a failed wake-up is reported and its ids are kept for the next one. */
export function createWakeQueue(
  wake: (deploymentIds: string[]) => Promise<void>,
  onError: (error: unknown) => void,
): { add(deploymentId: string, news: Exclude<News, null>): void; stop(): void } {
  const waiting = new Set<string>()
  let timer: NodeJS.Timeout | undefined
  let dueAt = Infinity

  const flush = () => {
    timer = undefined
    dueAt = Infinity
    const ids = [...waiting]
    waiting.clear()
    wake(ids).catch((error: unknown) => {
      onError(error)
      for (const id of ids) waiting.add(id)
      schedule(1000)
    })
  }

  const schedule = (delay: number) => {
    const at = performance.now() + delay
    if (at >= dueAt) return
    clearTimeout(timer)
    dueAt = at
    timer = setTimeout(flush, delay)
  }

  return {
    add(deploymentId, news) {
      waiting.add(deploymentId)
      schedule(news === 'drift' ? DRIFT_MS : HEALTH_MS)
    },
    stop: () => clearTimeout(timer),
  }
}
