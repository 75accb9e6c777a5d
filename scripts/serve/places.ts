/** Where a start finds and puts things. */
import path from 'node:path'
import type { StartOptions } from '#scripts/bootstrap/arguments.mjs'

export const CHECKOUT = path.resolve(import.meta.dirname, '../..')

/** Shared by all starts from this checkout. */
export const BUILD = path.join(CHECKOUT, '.build')
export const BINARIES = path.join(BUILD, 'bin')
export const BUILD_LOGS = path.join(BUILD, 'logs')

/** The pinned Node. */
export const NODE = path.join(CHECKOUT, 'node_modules/node/bin/node')

/** One start's own folder. */
export const dataPlaces = ({ dataDir }: Pick<StartOptions, 'dataDir'>) => ({
  root: dataDir,
  postgres: path.join(dataDir, 'postgres'),
  sandbox: path.join(dataDir, 'sandbox'),
  repositories: path.join(dataDir, 'git-server'),
  logs: path.join(dataDir, 'logs'),
  secrets: path.join(dataDir, 'secrets.json'),
  logins: path.join(dataDir, 'demo-logins.json'),
})
export type DataPlaces = ReturnType<typeof dataPlaces>
