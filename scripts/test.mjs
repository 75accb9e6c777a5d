#!/usr/bin/env node
// @ts-check
/**
 * `npm test`. Needs nothing but Node's own modules: looks at the machine, installs the packages, and goes on with scripts/test/run.ts under
 * the Node that is pinned among them. Arguments are passed on (`npm test -- --only unit`).
 */
import { spawn } from 'node:child_process'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { install, isInstalled } from './bootstrap/install.mjs'
import { Progress } from './bootstrap/progress.mjs'
import { withLock } from './bootstrap/records.mjs'
import { describeFailure, StartError } from './bootstrap/start-error.mjs'
import { missingTools } from './bootstrap/tools.mjs'

const CHECKOUT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const LOGS = path.join(CHECKOUT, '.build', 'logs')

/** @returns {Promise<number>} exit code */
async function test() {
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
  const child = spawn(node, [path.join(CHECKOUT, 'scripts/test/run.ts'), ...process.argv.slice(2)], {
    cwd: CHECKOUT,
    stdio: 'inherit',
    env: {
      ...process.env,
      PATH: `${path.join(CHECKOUT, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    },
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code) => resolve(code ?? 1))
  })
}

process.exitCode = await test().catch((error) => {
  console.error(describeFailure(error))
  return 1
})
