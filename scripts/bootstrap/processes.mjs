// @ts-check
/** Looking at processes that may not be our children: those an earlier start left behind. */
import { spawnSync } from 'node:child_process'
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 20
const KILL_WAIT_MS = 5_000
/** Places in /proc/<pid>/stat after the program's name. */
const STATE = 0
const PARENT = 1
const STARTED = 19

/** @param {() => string} read */
const tryRead = (read) => {
  try {
    return read()
  } catch {
    return ''
  }
}

/**
 * Fields of /proc/<pid>/stat after the name, which may itself hold blanks and brackets. Empty where there is no process or no /proc.
 * @param {number} pid
 */
function statOf(pid) {
  const text = tryRead(() => readFileSync(`/proc/${pid}/stat`, 'utf8'))
  return text.slice(text.lastIndexOf(')') + 2).split(' ')
}

/**
 * Whether a process with this id runs. A zombie does not: it only waits to be collected.
 * @param {number} pid
 */
export function isAlive(pid) {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return /** @type {NodeJS.ErrnoException} */ (error).code === 'EPERM'
  }
  return statOf(pid)[STATE] !== 'Z'
}

/**
 * A text that names one process for ever: the same process id of another program, or after a reboot, has another one. Empty where the
 * process is gone.
 * @param {number} pid
 */
export function identityOf(pid) {
  if (!isAlive(pid)) return ''
  const started = statOf(pid)[STARTED]
  if (started !== undefined && started !== '') {
    return `${tryRead(() => readFileSync('/proc/sys/kernel/random/boot_id', 'utf8')).trim()}:${started}`
  }
  return spawnSync('ps', ['-o', 'lstart=', '-p', String(pid)], { encoding: 'utf8' }).stdout?.trim() ?? ''
}

/**
 * The parent of a process; 0 where it cannot be told.
 * @param {number} pid
 */
export const parentOf = (pid) => Number(statOf(pid)[PARENT] ?? 0)

/**
 * The arguments of a process, empty where it is gone or may not be looked at.
 * @param {number} pid
 */
export const commandLineOf = (pid) =>
  tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    .split('\0')
    .filter((argument) => argument !== '')

/**
 * The working directory of a process, empty where it cannot be told.
 * @param {number} pid
 */
export const workingDirectoryOf = (pid) => tryRead(() => readlinkSync(`/proc/${pid}/cwd`))

/**
 * Sends a signal (to the process group where `pid` is negative); false where nobody got it.
 * @param {number} pid
 * @param {NodeJS.Signals} name
 */
export function signal(pid, name) {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/**
 * Waits until the process is gone; false when it still runs after `timeoutMs`.
 * @param {number} pid
 * @param {number} timeoutMs
 */
export async function waitForExit(pid, timeoutMs) {
  const deadline = performance.now() + timeoutMs
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await delay(POLL_MS)
  }
  return true
}

/**
 * Ends a process: `name` first, SIGKILL when it is still there after `timeoutMs`.
 * @param {number} pid
 * @param {NodeJS.Signals} name
 * @param {number} timeoutMs
 */
export async function endProcess(pid, name, timeoutMs) {
  signal(pid, name)
  if (await waitForExit(pid, timeoutMs)) return
  signal(pid, 'SIGKILL')
  await waitForExit(pid, KILL_WAIT_MS)
}
