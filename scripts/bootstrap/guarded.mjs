// @ts-check
/**
 * Runs one program in a process group of its own and ends the whole group as soon as standard input closes, which happens at the
 * latest when the process that holds the other end is gone, however it went. So a killed start leaves no compiler behind.
 *
 *   node guarded.mjs <program> [arguments]
 */
import { spawn } from 'node:child_process'
import { constants } from 'node:os'

const [program = '', ...args] = process.argv.slice(2)
const child = spawn(program, args, { detached: true, stdio: ['ignore', 'inherit', 'inherit'] })

const endGroup = () => {
  try {
    if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

process.stdin.on('end', endGroup).on('error', endGroup).resume()
for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, endGroup)
child.once('error', (error) => {
  console.error(error.message)
  process.exit(127)
})
child.once('exit', (code, signal) => {
  // Helpers of a failed build go too.
  endGroup()
  process.exit(code ?? 128 + (signal ? constants.signals[signal] : 0))
})
