/** Looking at processes that may not be our children: those an earlier start left behind. */
import { readFileSync, readlinkSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'

const POLL_MS = 20

const tryRead = (read: () => string): string => {
  try {
    return read()
  } catch {
    return ''
  }
}

/** State letter of /proc/<pid>/stat ("R", "S", "Z" …); empty where there is no such process or no /proc. */
const stateOf = (pid: number) =>
  /\) (?<state>\S)/.exec(tryRead(() => readFileSync(`/proc/${pid}/stat`, 'utf8')))?.groups?.['state'] ?? ''

/** Whether a process with this id runs. A zombie does not: it only waits to be collected. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
  return stateOf(pid) !== 'Z'
}

/** The arguments of a running process, empty where it is gone or may not be looked at (and on systems without /proc). */
export const commandLineOf = (pid: number): string[] =>
  tryRead(() => readFileSync(`/proc/${pid}/cmdline`, 'utf8'))
    .split('\0')
    .filter((argument) => argument !== '')

/** The working directory of a running process, empty where it cannot be told. */
export const workingDirectoryOf = (pid: number): string => tryRead(() => readlinkSync(`/proc/${pid}/cwd`))

/** Sends a signal; false where the process is gone. */
export function signal(pid: number, name: NodeJS.Signals): boolean {
  try {
    return process.kill(pid, name)
  } catch {
    return false
  }
}

/** Waits until the process is gone; false when it still runs after `timeoutMs`. */
export async function waitForExit(pid: number, timeoutMs: number): Promise<boolean> {
  const deadline = performance.now() + timeoutMs
  while (isAlive(pid)) {
    if (performance.now() > deadline) return false
    await delay(POLL_MS)
  }
  return true
}

/** Ends a process: `name` first, SIGKILL when it is still there after `timeoutMs`. */
export async function endProcess(pid: number, name: NodeJS.Signals, timeoutMs: number): Promise<void> {
  signal(pid, name)
  if (await waitForExit(pid, timeoutMs)) return
  signal(pid, 'SIGKILL')
  await waitForExit(pid, 5_000)
}
