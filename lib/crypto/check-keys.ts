/**
 * Whether the configured keys are those of the database, asked before anything is served: with another key everything that is stored would
 * fail one by one, and what is written meanwhile could not be read by the right one.
 */
import { env, type EncryptionKey } from '#lib/config/env.ts'
import { db } from '#lib/db/client.ts'
import { raw, sql } from '#lib/db/sql.ts'
import { SEALED_COLUMNS } from './sealed-columns.ts'
import { decryptSecret, encryptSecret } from './secrets.ts'

/** A text that each key has sealed, by the key's id: a wrong key under a known id does not open it. */
const PROOF = 'encryption.proof'
const PLACE = { table: 'PlatformSetting', id: PROOF, column: 'value' } as const
const PLAIN = 'ieum'

/** The keys cannot be used with this database; the message says what to do and holds no key. */
export class KeyError extends Error {
  constructor(problem: string) {
    super(`IEUM_ENCRYPTION_KEYS ${problem}`)
    this.name = 'KeyError'
  }
}

/**
 * Compares the keys with what is stored, and leaves the proof of new ones. Throws `KeyError` for a key that is missing although secrets
 * have it, and for another key under the id of one. A single damaged row says nothing about the keys and keeps nobody from starting.
 */
export async function checkKeys(keys: readonly EncryptionKey[] = env().IEUM_ENCRYPTION_KEYS): Promise<void> {
  const missing = (await storedKeyIds()).filter((id) => !keys.some((key) => key.id === id))
  if (missing.length > 0)
    throw new KeyError(
      `lacks the key ${missing.join(', ')}, which stored secrets are encrypted with. Add it behind the others; npm run keys -- rotate makes it unnecessary.`,
    )
  const proofs = await readProofs()
  for (const key of keys) {
    const proof = proofs[key.id]
    if (proof === undefined) await leaveProof(key)
    else if (!opens(key, proof))
      throw new KeyError(
        `has another key ${key.id} than this database was used with. Put the right one back from a copy.`,
      )
  }
}

/** The same for a process that starts: a database that is away now keeps nobody from starting, `warn` is told. Throws `KeyError`. */
export const checkKeysAtStart = (warn: (error: unknown) => void): Promise<void> =>
  checkKeys().catch((error: unknown) => {
    if (error instanceof KeyError) throw error
    warn(error)
  })

/** Ids of the keys that sealed something. A text that is no ciphertext names none. */
async function storedKeyIds(): Promise<string[]> {
  const ids = await Promise.all(
    SEALED_COLUMNS.map(async ({ table, column }) => {
      const name = raw(`"${column}"`)
      const rows = await db.$queryRaw<{ id: string }[]>(
        sql`SELECT DISTINCT split_part(${name}, ':', 2) AS "id" FROM ${raw(`"${table}"`)} WHERE ${name} LIKE 'v1:%'`,
      )
      return rows.map(({ id }) => id)
    }),
  )
  return [...new Set(ids.flat())].sort()
}

async function readProofs(): Promise<Record<string, unknown>> {
  const row = await db.platformSetting.findUnique({ where: { name: PROOF }, select: { value: true } })
  return { ...(row?.value as Record<string, unknown> | undefined) }
}

/** Of several processes that start at once, each leaves a proof, and any of them is as good. */
async function leaveProof(key: EncryptionKey): Promise<void> {
  const proof = JSON.stringify({ [key.id]: encryptSecret(PLAIN, PLACE, [key]) })
  await db.$executeRaw`
    INSERT INTO "PlatformSetting" ("name", "value", "updatedAt") VALUES (${PROOF}, ${proof}::jsonb, now())
    ON CONFLICT ("name") DO UPDATE SET "value" = EXCLUDED."value" || "PlatformSetting"."value", "updatedAt" = now()`
}

function opens(key: EncryptionKey, proof: unknown): boolean {
  try {
    return decryptSecret(String(proof), PLACE, [key]) === PLAIN
  } catch {
    return false
  }
}
