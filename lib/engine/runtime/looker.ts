/** Looks for work: at every nudge, at every tick, never twice at once, and ever more slowly while looking itself fails. */

const TICK_MS = 500
const LONGEST_PAUSE_MS = 5000

export type Looker = { start: () => void; nudge: () => void; stop: () => void }

/** `look` claims what is due; a nudge that arrives while it runs leads to another look. */
export function createLooker(look: () => Promise<void>, onError: (error: unknown) => void): Looker {
  const state = { isLooking: false, isNudged: false, isStopped: false, failures: 0, pausedUntil: 0 }
  let timer: NodeJS.Timeout | undefined

  const run = async () => {
    state.isLooking = true
    while (state.isNudged && !state.isStopped) {
      state.isNudged = false
      try {
        await look()
        state.failures = 0
      } catch (error) {
        onError(error)
        state.pausedUntil = performance.now() + Math.min(LONGEST_PAUSE_MS, TICK_MS * 2 ** state.failures++)
        break
      }
    }
    state.isLooking = false
  }

  const nudge = () => {
    state.isNudged = true
    if (!state.isLooking && !state.isStopped && performance.now() >= state.pausedUntil) void run()
  }

  return {
    start() {
      timer = setInterval(nudge, TICK_MS)
      nudge()
    },
    nudge,
    stop() {
      state.isStopped = true
      clearInterval(timer)
    },
  }
}
