// @ts-check
/** The command line of `npm start`. */
import { isIP } from 'node:net'
import path from 'node:path'
import { parseArgs } from 'node:util'

export const USAGE = `Usage: npm start -- [options]

Starts Ieum on this machine: PostgreSQL, a sandbox Kubernetes cluster, the engine and the console.
The first start builds everything (some minutes); later starts take seconds. Ctrl-C ends all of it.

  --port PORT          port of the console (3000)
  --host ADDRESS       address at which the console listens (127.0.0.1)
  --data-dir DIR       where database, cluster and secrets are kept (.ieum in this folder)
  --no-demo            do not create the demonstration world (workspace, users, sample repository)
  --kubeconfig FILE    use the cluster of this file (one context) instead of the sandbox
  --only PART          run only this part, "console" or "engine", of an installation on several machines; it needs the
                       same DATABASE_URL, NEXTAUTH_SECRET and IEUM_ENCRYPTION_KEYS as the others, and logs to the terminal
  --build-only         build what would be started, and end
  --help               this text

Environment: DATABASE_URL uses a PostgreSQL of your own. IEUM_ADMIN_PASSWORD and IEUM_DEMO_PASSWORD set the passwords of
the first start. IEUM_PORT and IEUM_DATA_DIR are defaults of the options. IEUM_LOG_LEVEL: trace, debug, info, warn, error.
IEUM_POLL_SECONDS: how often repositories are asked (180). IEUM_GIT_CACHE_MIB: disk for cached repositories (4096).
IEUM_LOCAL_CLUSTERS=true: the console may register clusters that run on this machine.
IEUM_LOCAL_IDENTITY_PROVIDERS=true: people may sign in at providers that run on this machine.`

/**
 * @typedef {'console' | 'engine'} Part
 *
 * @typedef {object} StartOptions
 * @property {number} port
 * @property {string} host address at which the console listens
 * @property {Part | null} only null: everything
 * @property {boolean} buildOnly
 * @property {string} dataDir absolute
 * @property {boolean} demo
 * @property {string | null} kubeconfig absolute
 */

/**
 * @typedef {{ kind: 'help' } | { kind: 'error', message: string } | { kind: 'start', options: StartOptions }} ParsedArguments
 */

/** @type {import('node:util').ParseArgsConfig['options']} */
const OPTIONS = {
  port: { type: 'string' },
  host: { type: 'string' },
  only: { type: 'string' },
  'build-only': { type: 'boolean' },
  'data-dir': { type: 'string' },
  'no-demo': { type: 'boolean' },
  kubeconfig: { type: 'string' },
  help: { type: 'boolean', short: 'h' },
}

/**
 * @param {unknown} text
 * @returns {text is Part}
 */
const isPart = (text) => text === 'console' || text === 'engine'

/** @param {string} text */
function parsePort(text) {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : 0
  return port >= 1 && port <= 65_535 ? port : null
}

/** @typedef {Readonly<Record<string, string | boolean | undefined>>} Values as they were given */

/** @param {Values} values */
const hostOf = (values) => String(values['host'] ?? '127.0.0.1')

/**
 * @param {Values} values
 * @param {Readonly<Record<string, string | undefined>>} environment
 */
const portOf = (values, environment) => String(values['port'] ?? (environment['IEUM_PORT'] || '3000'))

/**
 * What is wrong with options that can be judged by themselves; null: nothing.
 * @param {Values} values
 */
function problemOf(values) {
  const { only, kubeconfig } = values
  if (isIP(hostOf(values)) === 0) return `--host must be an IP address, not "${hostOf(values)}".`
  if (only !== undefined && !isPart(only)) return `--only must be console or engine, not "${only}".`
  if (only !== undefined && kubeconfig !== undefined)
    return '--kubeconfig goes with a start of everything; with --only, register the cluster in the console.'
  return null
}

/**
 * @param {readonly string[]} argv without program and script
 * @param {Readonly<Record<string, string | undefined>>} environment
 * @param {string} checkout folder of the product
 * @returns {ParsedArguments}
 */
export function parseArguments(argv, environment, checkout) {
  /** @type {Values} */
  let values
  try {
    values = parseArgs({ args: [...argv], options: OPTIONS, strict: true, allowPositionals: false }).values
  } catch (error) {
    // The first sentence names the option; the rest of Node's text is about programming.
    const message = error instanceof Error ? error.message.split(/\. |\n/)[0] : String(error)
    return { kind: 'error', message: `${message}. Options: npm start -- --help` }
  }
  if (values['help']) return { kind: 'help' }
  const problem = problemOf(values)
  if (problem !== null) return { kind: 'error', message: problem }
  const portText = portOf(values, environment)
  const port = parsePort(portText)
  if (port === null) return { kind: 'error', message: `--port must be a number from 1 to 65535, not "${portText}".` }
  const only = isPart(values['only']) ? values['only'] : null
  // npm runs scripts in the package's folder; paths are meant from where the person stands.
  const here = environment['INIT_CWD'] ?? process.cwd()
  const dataDir = String(values['data-dir'] ?? environment['IEUM_DATA_DIR'] ?? '')
  const kubeconfig = values['kubeconfig']
  return {
    kind: 'start',
    options: {
      port,
      host: hostOf(values),
      only,
      buildOnly: values['build-only'] === true,
      dataDir: dataDir === '' ? path.join(checkout, '.ieum') : path.resolve(here, dataDir),
      demo: values['no-demo'] !== true && kubeconfig === undefined && only === null,
      kubeconfig: kubeconfig === undefined ? null : path.resolve(here, String(kubeconfig)),
    },
  }
}

/**
 * The options as arguments again, for the process that goes on with the start.
 * @param {StartOptions} options
 */
export const toArguments = ({ port, host, only, buildOnly, dataDir, demo, kubeconfig }) => [
  ...['--port', String(port), '--host', host, '--data-dir', dataDir],
  ...(only === null ? [] : ['--only', only]),
  ...(buildOnly ? ['--build-only'] : []),
  ...(demo ? [] : ['--no-demo']),
  ...(kubeconfig === null ? [] : ['--kubeconfig', kubeconfig]),
]
