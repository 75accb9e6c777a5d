/**
 * How often signing in may fail. Counters live in the database: they survive restarts and hold for all web processes together.
 * An attempt is counted *before* the password is looked at, in one statement, so that parallel guesses cannot slip through.
 *
 * Three counters per window: account and address together (what a person meets who mistypes), the address alone (one password against
 * many accounts), and the account alone (many addresses, or forged ones). The last one spares addresses from which the account has
 * signed in before: strangers cannot lock anybody out.
 */
import { createHash } from 'node:crypto'
import { AppError } from '#lib/core/errors.ts'
import { db, type Tx } from '#lib/db/client.ts'

export const WINDOW_SECONDS = 15 * 60
export const LIMITS = { pair: 5, address: 100, account: 20 } as const
/** How long an address counts as the account's own after signing in from it. */
const KNOWN_SECONDS = 30 * 24 * 60 * 60

type Counter = keyof typeof LIMITS
export type Attempt = { username: string; address: string }

/** Hashed: people type passwords into the wrong field, and a table of failures must not keep them. */
const hashed = (kind: string, ...parts: string[]): string =>
  `${kind}:${createHash('sha256').update(JSON.stringify(parts)).digest('base64url')}`

const keysOf = ({ username, address }: Attempt) => ({
  pair: hashed('pair', username, address),
  address: hashed('address', address),
  account: hashed('account', username),
  known: hashed('known', username, address),
})

/** Counts one attempt; answers with the count in the window and the seconds until the window ends. */
async function count(client: Tx, key: string): Promise<{ failures: number; rest: number }> {
  const [row] = await client.$queryRaw<{ failures: number; rest: number }[]>`
    INSERT INTO "LoginThrottle" AS t ("key", "failures", "windowStart") VALUES (${key}, 1, now())
    ON CONFLICT ("key") DO UPDATE SET
      "failures" = CASE WHEN t."windowStart" <= now() - make_interval(secs => ${WINDOW_SECONDS}) THEN 1 ELSE t."failures" + 1 END,
      "windowStart" = CASE WHEN t."windowStart" <= now() - make_interval(secs => ${WINDOW_SECONDS}) THEN now() ELSE t."windowStart" END
    RETURNING "failures", ceil(EXTRACT(EPOCH FROM "windowStart" - now()) + ${WINDOW_SECONDS})::int AS rest`
  return row ?? { failures: 1, rest: WINDOW_SECONDS }
}

async function isKnown(client: Tx, key: string): Promise<boolean> {
  const rows = await client.$queryRaw<unknown[]>`
    SELECT 1 AS known FROM "LoginThrottle"
    WHERE "key" = ${key} AND "windowStart" > now() - make_interval(secs => ${KNOWN_SECONDS})`
  return rows.length > 0
}

/** Removes counters whose window is over and addresses that have not been used for long. */
async function removeExpired(client: Tx): Promise<void> {
  await client.$executeRaw`
    DELETE FROM "LoginThrottle"
    WHERE ("key" NOT LIKE 'known:%' AND "windowStart" < now() - make_interval(secs => ${WINDOW_SECONDS}))
       OR "windowStart" < now() - make_interval(secs => ${KNOWN_SECONDS})`
}

/** How often a process sweeps. Milliseconds. */
export const SWEEP_MS = 60_000
let sweptAt = -Infinity

/**
 * Counts an attempt. Throws RATE_LIMITED with `retryAfter` in seconds when one of the counters is beyond its limit. Sweeps now and then:
 * guesses with ever new names and addresses would otherwise fill the table, because none of them signs in.
 */
export async function countAttempt(attempt: Attempt, client: Tx = db, now = Date.now()): Promise<void> {
  if (now - sweptAt >= SWEEP_MS) {
    sweptAt = now
    await removeExpired(client)
  }
  const keys = keysOf(attempt)
  const counters: Counter[] = (await isKnown(client, keys.known)) ? ['address', 'pair'] : ['address', 'pair', 'account']
  // What one counter refuses the next does not count: one address alone neither fills the table nor uses up an account.
  for (const counter of counters) {
    const { failures, rest } = await count(client, keys[counter])
    if (failures > LIMITS[counter]) throw tooMany(rest)
  }
}

/** The same for an attempt that names nobody: by the address alone. */
export async function countAddress(address: string, client: Tx = db): Promise<void> {
  const { failures, rest } = await count(client, hashed('address', address))
  if (failures > LIMITS.address) throw tooMany(rest)
}

/** It was no failure. */
export async function forgetAddress(address: string, client: Tx = db): Promise<void> {
  await client.$executeRaw`
    UPDATE "LoginThrottle" SET "failures" = GREATEST(0, "failures" - 1) WHERE "key" = ${hashed('address', address)}`
}

const tooMany = (retryAfter: number): AppError =>
  new AppError('RATE_LIMITED', {
    reason: 'too_many_attempts',
    params: { retryAfter, minutes: Math.ceil(retryAfter / 60) },
  })

/** Signing in worked: forgets what this attempt and its like had counted, and remembers the address. */
export async function forgetAttempts(attempt: Attempt, client: Tx = db): Promise<void> {
  const keys = keysOf(attempt)
  // What was not counted for a known address must not be given back to strangers.
  const counted = (await isKnown(client, keys.known)) ? [keys.address] : [keys.address, keys.account]
  await client.$executeRaw`DELETE FROM "LoginThrottle" WHERE "key" = ${keys.pair}`
  await client.$executeRaw`
    UPDATE "LoginThrottle" SET "failures" = GREATEST(0, "failures" - 1) WHERE "key" = ANY(${counted}::text[])`
  await client.$executeRaw`
    INSERT INTO "LoginThrottle" ("key", "failures", "windowStart") VALUES (${keys.known}, 0, now())
    ON CONFLICT ("key") DO UPDATE SET "windowStart" = now()`
}
