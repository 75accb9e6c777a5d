// @ts-check
/**
 * How `npm test` and `npm run bench` begin. Needs nothing but Node's own modules: looks at the machine, installs the packages, and goes on
 * under the Node that is pinned among them.
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, isInstalled } from './install.mjs'
import { Progress } from './progress.mjs'
import { withLock } from './records.mjs'
import { describeFailure, StartError } from './start-error.mjs'
import { missingTools } from './tools.mjs'

const CHECKOUT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '../..')
const LOGS = path.join(CHECKOUT, '.build', 'logs')

/**
 * @param {string} script relative to the checkout
 * @returns {Promise<number>} exit code
 */
async function run(script) {
  const missing = missingTools()
  if (missing.length > 0) throw new StartError(missing.join('\n'))
  const progress = new Progress(process.stderr)
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  if (!isInstalled(CHECKOUT))
    await progress.run('Install packages', (step) =>
      withLock(
        path.join(CHECKOUT, '.build', 'install.lock'),
        ({ pid }) => step.update(`waiting for process ${pid}`),
        () => install(CHECKOUT, step, path.join(LOGS, 'install.log'), stop.signal),
      ),
    )
  progress.stop()
  const node = path.join(CHECKOUT, 'node_modules/node/bin/node')
  const child = spawn(node, [path.join(CHECKOUT, script), ...process.argv.slice(2)], {
    cwd: CHECKOUT,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${path.join(CHECKOUT, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    },
  })
  process.once('SIGTERM', () => child.kill('SIGTERM'))
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

/**
 * Runs a script under the pinned Node with this process's arguments, and ends with its exit code. Says what is missing on the machine.
 * @param {string} script relative to the checkout
 */
export async function runUnderPinnedNode(script) {
  process.exitCode = await run(script).catch((error) => {
    console.error(describeFailure(error))
    return 1
  })
}
