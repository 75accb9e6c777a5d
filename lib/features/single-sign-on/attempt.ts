/**
 * A sign-in that is under way at a provider: kept by the browser that began it, in a sealed cookie. It is SameSite=Strict: who comes back
 * meets a page of ours, and it is this page's own request that brings the cookie.
 */
import 'server-only'
import { randomUUID } from 'node:crypto'
import { cookies } from 'next/headers'
import { z } from 'zod'
import { cookieBeside } from '#lib/auth/session.ts'
import { AppError } from '#lib/core/errors.ts'
import { decryptSecret, encryptSecret } from '#lib/crypto/secrets.ts'
import type { Tx } from '#lib/db/client.ts'

/** How long somebody may take at the provider. Seconds. */
export const ATTEMPT_SECONDS = 600

const attemptSchema = z.strictObject({
  id: z.uuid(),
  provider: z.string(),
  flow: z.strictObject({ state: z.string(), nonce: z.string(), verifier: z.string() }),
  next: z.string(),
  /** The session by which somebody asked to be linked, instead of signing in. */
  link: z.strictObject({ userId: z.uuid(), sessionId: z.uuid() }).nullable(),
  endsAt: z.number(),
})
export type Attempt = z.output<typeof attemptSchema>

/** Bound to this use: what is sealed here opens nowhere else, and nothing else opens here. */
const PLACE = { table: 'cookie', id: 'sign-in', column: 'attempt' } as const

const over = (): AppError => new AppError('UNAUTHENTICATED', { reason: 'sso_attempt_over' })

export const sealAttempt = (attempt: Omit<Attempt, 'id' | 'endsAt'>, now = Date.now()): string =>
  encryptSecret(JSON.stringify({ ...attempt, id: randomUUID(), endsAt: now + ATTEMPT_SECONDS * 1000 }), PLACE)

/** Throws UNAUTHENTICATED `sso_attempt_over` for none, for one that is over or damaged, of another provider or another state. */
export function openAttempt(
  sealed: string | undefined,
  { provider, state }: { provider: string; state: string | null },
  now = Date.now(),
): Attempt {
  const attempt = readAttempt(sealed)
  if (!attempt || attempt.endsAt < now || attempt.provider !== provider || attempt.flow.state !== state) throw over()
  return attempt
}

function readAttempt(sealed: string | undefined): Attempt | null {
  try {
    return attemptSchema.parse(JSON.parse(decryptSecret(sealed ?? '', PLACE)))
  } catch {
    return null
  }
}

/** Gives it to the browser. One at a time: a newer one takes its place. */
export async function keepAttempt(attempt: Omit<Attempt, 'id' | 'endsAt'>): Promise<void> {
  const { name, options } = cookieBeside('sign-in')
  ;(await cookies()).set(name, sealAttempt(attempt), { ...options, maxAge: ATTEMPT_SECONDS })
}

/** Takes it from the browser, whatever comes of it. Throws as `openAttempt`. */
export async function takeAttempt(expected: { provider: string; state: string | null }): Promise<Attempt> {
  const { name, options } = cookieBeside('sign-in')
  const jar = await cookies()
  const sealed = jar.get(name)?.value
  jar.set(name, '', { ...options, maxAge: 0 })
  return openAttempt(sealed, expected)
}

/** Uses it up: copies of the cookie are worth nothing afterwards. Throws UNAUTHENTICATED `sso_attempt_over` for one that is. */
export async function spendAttempt(tx: Tx, { id }: Attempt): Promise<void> {
  await tx.$executeRaw`DELETE FROM "SpentSignIn" WHERE "at" < now() - make_interval(secs => ${2 * ATTEMPT_SECONDS})`
  const count = await tx.$executeRaw`
    INSERT INTO "SpentSignIn" ("id", "at") VALUES (${id}::uuid, now()) ON CONFLICT ("id") DO NOTHING`
  if (count !== 1) throw over()
}
