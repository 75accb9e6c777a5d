/** What a start tells the person. */
import type { StartOptions } from '#scripts/bootstrap/arguments.mjs'
import { formatElapsed } from '#scripts/bootstrap/progress.mjs'
import type { DataPlaces } from './places.ts'
import type { DemoLogins } from './logins.ts'

/** Who can log in, as far as a start knows. */
export type Access = {
  /** Null where the administrator existed: the password is shown once. */
  adminPassword: string | null
  demo: DemoLogins | null
}

const LABEL_WIDTH = 20

const row = (label: string, value: string) => `  ${label.padEnd(LABEL_WIDTH)}${value}`

/** How to get in; as soon as the log-in page is up. */
export function accessLines(url: string, { adminPassword, demo }: Access): string[] {
  return [
    '',
    row('Console', url),
    row('admin', adminPassword ?? 'the password of the first start'),
    ...(demo?.users ?? []).map((user) => row(user, demo?.password ?? '')),
    ...(demo ? [row('Sample repository', demo.sampleRepositoryUrl)] : []),
    '',
  ]
}

/** The last words of a start that went well. */
export const readyLines = ({ port, only }: StartOptions, places: DataPlaces, elapsedMs: number): string[] => [
  only === null
    ? `  Ieum is ready on port ${port} (${formatElapsed(elapsedMs)}). Data and logs: ${places.root}`
    : `  The ${only} is ready (${formatElapsed(elapsedMs)}).`,
  '  Ctrl-C stops everything.',
]
