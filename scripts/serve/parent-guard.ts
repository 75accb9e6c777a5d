/**
 * Loaded before web and engine: ends the process when standard input closes, which is the pipe to the supervisor. So a supervisor that
 * was killed leaves nothing behind. SIGTERM first, for an orderly end; then the hard way.
 */
import { isMainThread } from 'node:worker_threads'

const ORDERLY_MS = 4_000

if (isMainThread) {
  const end = () => {
    setTimeout(() => process.exit(1), ORDERLY_MS).unref()
    process.kill(process.pid, 'SIGTERM')
  }
  process.stdin.once('end', end).once('error', end).resume()
  // The pipe alone is no reason to stay.
  if ('unref' in process.stdin && typeof process.stdin.unref === 'function') process.stdin.unref()
}
