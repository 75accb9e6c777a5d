#!/usr/bin/env node
// @ts-check
/**
 * `npm start`. Needs nothing but Node's own modules: looks at the machine, installs the packages, and goes on with scripts/serve.ts
 * under the Node that is pinned among them. Stays to pass signals on, and ends with it.
 */
import { spawn } from 'node:child_process'
import { accessSync, constants, mkdirSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArguments, toArguments, USAGE } from './bootstrap/arguments.mjs'
import {
  announceEnd,
  claimDataDirectory,
  endLeftovers,
  refuseWhileOthersRun,
  releaseDataDirectory,
} from './bootstrap/instance.mjs'
import { install, isInstalled } from './bootstrap/install.mjs'
import { watchStarters } from './bootstrap/parent.mjs'
import { isPortFree } from './bootstrap/ports.mjs'
import { Progress } from './bootstrap/progress.mjs'
import { withLock } from './bootstrap/records.mjs'
import { describeFailure, StartError } from './bootstrap/start-error.mjs'
import { missingTools, TOOLS } from './bootstrap/tools.mjs'

const CHECKOUT = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..')
const FAILED = 1
const BAD_USAGE = 64

/** @typedef {import('./bootstrap/arguments.mjs').StartOptions} StartOptions */

/** @param {StartOptions} options */
function checkMachine({ kubeconfig, only }) {
  // A part by itself is often built elsewhere; one that is not says so when it is compiled.
  const missing = missingTools(only === null ? TOOLS : TOOLS.filter(({ name }) => name !== 'Go'))
  if (missing.length > 0) throw new StartError(missing.join('\n'))
  if (kubeconfig === null) return
  try {
    accessSync(kubeconfig, constants.R_OK)
  } catch (error) {
    throw new StartError(`The kubeconfig ${kubeconfig} cannot be read.`, '', { cause: error })
  }
}

/** @param {StartOptions} options */
async function claim({ dataDir, port, only }) {
  try {
    mkdirSync(dataDir, { recursive: true, mode: 0o700 })
    accessSync(dataDir, constants.W_OK)
  } catch (error) {
    throw new StartError(`The data directory ${dataDir} cannot be written.`, 'Choose another one with --data-dir.', {
      cause: error,
    })
  }
  await claimDataDirectory(dataDir, port)
  await endLeftovers(dataDir)
  if (only === 'engine' || (await isPortFree(port))) return
  throw new StartError(
    `Port ${port} is taken by another program.`,
    `Choose another one: npm start -- --port ${port + 1}`,
  )
}

/**
 * @param {Progress} progress
 * @param {AbortSignal} signal
 */
async function ensureInstalled(progress, signal) {
  if (isInstalled(CHECKOUT)) return
  refuseWhileOthersRun(CHECKOUT, 'package-lock.json')
  await progress.run('Install packages', (step) =>
    withLock(
      path.join(CHECKOUT, '.build', 'install.lock'),
      ({ pid }) => step.update(`waiting for another start (process ${pid})`),
      async () => {
        if (!isInstalled(CHECKOUT))
          await install(CHECKOUT, step, path.join(CHECKOUT, '.build', 'logs', 'install.log'), signal)
      },
    ),
  )
}

/**
 * Runs scripts/serve.ts to its end. The channel between the two closes when either is gone, and the other one notices.
 * @param {StartOptions} options
 * @param {AbortSignal} signal
 * @returns {Promise<number>} exit code
 */
function serve(options, signal) {
  const node = path.join(CHECKOUT, 'node_modules/node/bin/node')
  const child = spawn(node, [path.join(CHECKOUT, 'scripts/serve.ts'), ...toArguments(options)], {
    cwd: CHECKOUT,
    stdio: ['inherit', 'inherit', 'inherit', 'ipc'],
    env: {
      ...process.env,
      // Compiled code of all our processes is kept between starts.
      NODE_COMPILE_CACHE: path.join(CHECKOUT, '.build/compile-cache'),
      PATH: `${path.join(CHECKOUT, 'node_modules/.bin')}${path.delimiter}${process.env['PATH'] ?? ''}`,
    },
  })
  signal.addEventListener('abort', () => child.kill('SIGTERM'), { once: true })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, name) => {
      if (name !== null) console.error(`Ieum ended by ${name}; what it started ends by itself.`)
      resolve(code ?? FAILED)
    })
  })
}

/**
 * @param {StartOptions} options
 * @returns {Promise<number>} exit code
 */
async function start(options) {
  const stop = new AbortController()
  const progress = new Progress(process.stderr)
  for (const name of /** @type {const} */ (['SIGINT', 'SIGTERM', 'SIGHUP'])) process.on(name, () => stop.abort())
  watchStarters(() => stop.abort())
  checkMachine(options)
  if (!options.buildOnly) await claim(options)
  stop.signal.addEventListener('abort', () => announceEnd(options.dataDir), { once: true })
  try {
    await ensureInstalled(progress, stop.signal)
    progress.stop()
    return stop.signal.aborted ? FAILED : await serve(options, stop.signal)
  } finally {
    progress.stop()
    releaseDataDirectory(options.dataDir)
  }
}

const parsed = parseArguments(process.argv.slice(2), process.env, CHECKOUT)
if (parsed.kind === 'help') {
  console.log(USAGE)
} else if (parsed.kind === 'error') {
  console.error(parsed.message)
  process.exitCode = BAD_USAGE
} else {
  process.exitCode = await start(parsed.options).catch((error) => {
    if (error?.name !== 'AbortError') console.error(describeFailure(error))
    return FAILED
  })
}
