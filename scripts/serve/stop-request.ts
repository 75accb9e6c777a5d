/** The one way to end a start in order: a signal, or the end of the bootstrap, however it went. */

/** Why everything that is under way was aborted: somebody asked. Any other reason is a failure. */
export class StopRequested extends Error {
  constructor() {
    super('asked to stop')
    this.name = 'StopRequested'
  }
}

/** A terminal and the bootstrap both pass Ctrl-C on; only a later one means impatience. */
const IMPATIENT_MS = 1_500
const INTERRUPTED = 130

/** Aborts with `StopRequested` at the first request; the second Ctrl-C ends this process at once. */
export function stopRequests(): AbortController {
  const stopping = new AbortController()
  let asked = 0
  const stop = () => {
    const now = performance.now()
    if (asked !== 0 && now - asked > IMPATIENT_MS) process.exit(INTERRUPTED)
    asked ||= now
    stopping.abort(new StopRequested())
  }
  for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(name, stop)
  process.on('disconnect', stop)
  return stopping
}

export const wasRequested = ({ signal }: AbortController): boolean => signal.reason instanceof StopRequested
