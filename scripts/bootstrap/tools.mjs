// @ts-check
/** The three tools a machine must have, and how to get them. */
import { spawnSync } from 'node:child_process'

/**
 * @typedef {object} Tool
 * @property {string} name
 * @property {string[]} command prints the version
 * @property {readonly [number, number]} needed
 * @property {string} advice
 */

/** @type {readonly Tool[]} */
export const TOOLS = [
  {
    name: 'Node.js',
    command: [process.execPath, '--version'],
    needed: [20, 0],
    advice: 'Get it from https://nodejs.org or with your system’s package manager.',
  },
  {
    name: 'Git',
    command: ['git', '--version'],
    needed: [2, 20],
    advice: 'Get it from https://git-scm.com or with your system’s package manager (apt install git).',
  },
  {
    name: 'Go',
    command: ['go', 'version'],
    needed: [1, 26],
    advice: 'Get it from https://go.dev/dl and put its bin folder into PATH.',
  },
]

/**
 * The first version number in a text: "go version go1.26.8 linux/amd64" → [1, 26]. Null where there is none.
 * @param {string} text
 * @returns {[number, number] | null}
 */
export function parseVersion(text) {
  const found = /(\d+)\.(\d+)/.exec(text)
  return found ? [Number(found[1]), Number(found[2])] : null
}

/**
 * @param {readonly [number, number]} version
 * @param {readonly [number, number]} needed
 */
export const isAtLeast = (version, needed) =>
  version[0] > needed[0] || (version[0] === needed[0] && version[1] >= needed[1])

/**
 * Runs a command and returns what it printed; null where it does not exist or fails.
 * @param {readonly string[]} command
 */
function outputOf([program = '', ...args]) {
  const { status, stdout } = spawnSync(program, args, { encoding: 'utf8', timeout: 20_000 })
  return status === 0 ? stdout : null
}

/**
 * One line for every tool that is missing or too old; empty where all is well.
 * @param {readonly Tool[]} [tools]
 * @param {(command: readonly string[]) => string | null} [run]
 */
export function missingTools(tools = TOOLS, run = outputOf) {
  return tools.flatMap(({ name, command, needed, advice }) => {
    const wanted = `${name} ${needed.join('.')} or newer`
    const output = run(command)
    if (output === null) return [`${wanted} is needed and was not found. ${advice}`]
    const version = parseVersion(output)
    if (version && isAtLeast(version, needed)) return []
    return [`${wanted} is needed; this is ${version ? version.join('.') : 'of an unknown version'}. ${advice}`]
  })
}
