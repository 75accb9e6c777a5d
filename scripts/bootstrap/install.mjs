// @ts-check
/** Installs the packages of package-lock.json, when they are not the installed ones. */
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { runCommand } from './command.mjs'
import { StartError } from './start-error.mjs'

/** Below node_modules, so that it goes with what it speaks of. */
const STAMP = 'node_modules/.ieum-install'
const NODE = 'node_modules/node/bin/node'

/** @param {string} checkout */
const wantedStamp = (checkout) =>
  createHash('sha256')
    .update(readFileSync(path.join(checkout, 'package-lock.json')))
    .update(`${process.platform}-${process.arch}`)
    .digest('hex')

/**
 * Whether the packages of the lock file are installed, the pinned Node among them.
 * @param {string} checkout
 */
export function isInstalled(checkout) {
  const stamp = path.join(checkout, STAMP)
  return (
    existsSync(path.join(checkout, NODE)) && existsSync(stamp) && readFileSync(stamp, 'utf8') === wantedStamp(checkout)
  )
}

/** npm as it was started, else the one in PATH. */
const npmCommand = () => {
  const started = process.env['npm_execpath']
  return started !== undefined && /npm-cli\.c?js$/.test(started) ? [process.execPath, started] : ['npm']
}

/**
 * @param {string} checkout
 * @param {import('./progress.mjs').Step} step
 * @param {string} log
 * @param {AbortSignal} signal
 */
export async function install(checkout, step, log, signal) {
  step.update('npm install')
  // Not `npm ci`: it refuses a lock file that lacks an optional package of another platform, which a registry may not carry yet.
  // What the lock file names is installed as named, and --no-save leaves the file as it is.
  await runCommand([...npmCommand(), 'install', '--no-save', '--no-audit', '--no-fund', '--loglevel=http'], {
    cwd: checkout,
    log,
    signal,
    env: {
      // Any existing file: keeps Prisma from downloading an engine that is never used.
      PRISMA_SCHEMA_ENGINE_BINARY: process.execPath,
      // `npm start --omit=dev` and NODE_ENV=production would leave out what the build needs.
      NODE_ENV: 'development',
      npm_config_omit: '',
    },
    onLine(line) {
      const fetched = /http fetch GET 200 (?<url>\S+)/.exec(line)?.groups?.['url']
      if (fetched !== undefined) step.update(`npm install: ${path.basename(new URL(fetched).pathname)}`)
    },
    advice: 'npm needs its registry: check the network (and proxy settings of npm), then start again.',
  })
  if (!existsSync(path.join(checkout, NODE))) {
    throw new StartError(
      'npm install ended well but left no pinned Node.',
      'Allow install scripts (npm config delete ignore-scripts) and start again.',
    )
  }
  writeFileSync(path.join(checkout, STAMP), wantedStamp(checkout))
}
