/** The log-ins of the demonstration's people: kept in the data directory, shown at every start. */
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { DEMO_USERS } from '../../prisma/seed/demo.ts'
import { keepPrivate, randomPassword } from './secrets.ts'

const loginsSchema = z.object({
  password: z.string(),
  users: z.array(z.string()),
  sampleRepositoryUrl: z.string(),
})
export type DemoLogins = z.infer<typeof loginsSchema>

/** The demonstration's log-ins. The password is that of the first start; the address of the sample repository is kept up to date. */
export function ensureDemoLogins(
  file: string,
  sampleRepositoryUrl: string,
  wantedPassword: string | undefined,
): DemoLogins {
  const kept = keepPrivate(file, loginsSchema, () => ({
    password: wantedPassword ?? randomPassword(),
    // Whom the tutorial is told as comes first.
    users: DEMO_USERS.map(({ username }) => username).toReversed(),
    sampleRepositoryUrl,
  }))
  const logins = { ...kept, sampleRepositoryUrl }
  if (existsSync(file) && readFileSync(file, 'utf8') !== text(logins))
    writeFileSync(file, text(logins), { mode: 0o600 })
  return logins
}

const text = (logins: DemoLogins) => `${JSON.stringify(logins, null, 2)}\n`
