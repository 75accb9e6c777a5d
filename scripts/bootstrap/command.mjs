// @ts-check
/** Runs the commands of a start: output into a log file, the last lines of a failed one to the person. */
import { spawn } from 'node:child_process'
import { createWriteStream, mkdirSync } from 'node:fs'
import path from 'node:path'
import { createInterface } from 'node:readline'
import { finished } from 'node:stream/promises'
import { StartError } from './start-error.mjs'

const GUARD = path.join(import.meta.dirname ?? path.dirname(new URL(import.meta.url).pathname), 'guarded.mjs')
const TAIL_LINES = 20

/** @param {readonly string[]} command */
export const printable = (command) =>
  command.map((argument) => (/^[\w@%+=:,./-]+$/.test(argument) ? argument : `'${argument}'`)).join(' ')

/**
 * @typedef {object} CommandOptions
 * @property {string} cwd
 * @property {string} log file that gets everything the command prints; replaced
 * @property {Readonly<Record<string, string | undefined>>} [env] added to this process's
 * @property {(line: string, stream: 'stdout' | 'stderr') => void} [onLine] called for every line
 * @property {string} [advice] what to do when it fails
 * @property {AbortSignal} [signal] ends the command and everything it started
 */

/**
 * Runs a command to its end. Rejects with a `StartError` that holds the command, its last twenty lines and the advice.
 * @param {readonly string[]} command
 * @param {CommandOptions} options
 * @returns {Promise<void>}
 */
export async function runCommand(command, { cwd, log, env = {}, onLine, advice, signal }) {
  signal?.throwIfAborted()
  mkdirSync(path.dirname(log), { recursive: true })
  const file = createWriteStream(log)
  /** @type {string[]} */
  const tail = []
  const child = spawn(process.execPath, [GUARD, ...command], {
    cwd,
    env: { ...process.env, ...env },
    stdio: ['pipe', 'pipe', 'pipe'],
    // Ctrl-C reaches the foreground group: the start decides when its builds end.
    detached: true,
  })
  const stop = () => child.stdin.end()
  signal?.addEventListener('abort', stop, { once: true })
  const streams = /** @type {const} */ (['stdout', 'stderr']).map(async (stream) => {
    for await (const line of createInterface({ input: child[stream] })) {
      file.write(`${line}\n`)
      if (line.trim() !== '') tail.push(line)
      if (tail.length > TAIL_LINES) tail.shift()
      onLine?.(line, stream)
    }
  })
  const code = await /** @type {Promise<number | null>} */ (
    new Promise((resolve, reject) => {
      child.once('error', reject)
      child.once('close', resolve)
    })
  )
  await Promise.all(streams)
  signal?.removeEventListener('abort', stop)
  file.end()
  await finished(file)
  signal?.throwIfAborted()
  if (code === 0) return
  const words = tail.map((line) => `    ${line}`).join('\n')
  throw new StartError(
    `This command failed (exit code ${code}):\n    ${printable(command)}\n${words}`,
    `${advice === undefined ? '' : `${advice}\n`}Everything it printed is in ${log}`,
  )
}

/**
 * The lines a command prints on standard output. Rejects like `runCommand`.
 * @param {readonly string[]} command
 * @param {Omit<CommandOptions, 'onLine'>} options
 * @returns {Promise<string[]>}
 */
export async function linesOf(command, options) {
  /** @type {string[]} */
  const lines = []
  await runCommand(command, { ...options, onLine: (line, stream) => stream === 'stdout' && lines.push(line) })
  return lines
}
