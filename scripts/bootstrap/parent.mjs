// @ts-check
/** Notices that the program which started us is gone: npm killed, a terminal closed, a test run ended. */
import { commandLineOf, isAlive, parentOf } from './processes.mjs'

const LOOK_MS = 500
const SHELLS = /(^|\/)(sh|bash|dash|ash|zsh|busybox)$/

/**
 * The processes between us and npm, npm included: a shell may stand between, which does not end when npm is killed. Started by hand,
 * only a terminal counts, and that one sends SIGHUP.
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
function starters(environment) {
  if (environment['npm_lifecycle_event'] === undefined) return []
  const found = []
  for (let pid = process.ppid; pid > 1; pid = parentOf(pid)) {
    found.push(pid)
    if (!SHELLS.test(commandLineOf(pid)[0] ?? '')) break
  }
  return found
}

/**
 * Calls `onGone` once when one of the programs that started this process is gone. The timer does not keep the process alive.
 * @param {() => void} onGone
 * @param {Readonly<Record<string, string | undefined>>} [environment]
 */
export function watchStarters(onGone, environment = process.env) {
  const watched = starters(environment)
  const parent = process.ppid
  if (watched.length === 0) return
  const timer = setInterval(() => {
    if (process.ppid === parent && watched.every(isAlive)) return
    clearInterval(timer)
    onGone()
  }, LOOK_MS)
  timer.unref()
}
