/** The log-ins of the demonstration's people: kept in the data directory, shown at every start. */
import { readFileSync, renameSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { keepPrivate, randomPassword } from './secrets.ts'

const loginsSchema = z.object({ password: z.string(), users: z.array(z.string()), sampleRepositoryUrl: z.string() })
export type DemoLogins = z.infer<typeof loginsSchema>

const toText = (logins: DemoLogins) => `${JSON.stringify(logins, null, 2)}\n`

/** The password of everybody in the demonstration: `wanted` or a random one at the first start, the same ever after. */
export const ensureDemoPassword = (file: string, wanted: string | undefined): string =>
  keepPrivate(file, loginsSchema, () => ({ password: wanted ?? randomPassword(), users: [], sampleRepositoryUrl: '' }))
    .password

/**
 * Writes down who can log in, and where the sample repository is now. A start that is killed here leaves the old file or the new one:
 * half of one would stop the next start.
 */
export function writeDemoLogins(file: string, logins: DemoLogins): void {
  if (readFileSync(file, 'utf8') === toText(logins)) return
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, toText(logins), { mode: 0o600 })
  renameSync(draft, file)
}
