/** Passwords: argon2id with the parameters that OWASP names as the minimum (19 MiB, 2 passes, 1 lane). */
import { randomBytes } from 'node:crypto'
import { hash, verify } from '@node-rs/argon2'

const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const

/** Keyboards of different systems compose Hangul and accents differently; the same password must have the same bytes. */
const bytesOf = (password: string): string => password.normalize('NFC')

export const hashPassword = (password: string): Promise<string> => hash(bytesOf(password), PARAMETERS)

let dummy: Promise<string> | undefined

/**
 * True when the password belongs to the hash. Without a hash (nobody has that name) the same work is done for a hash that nothing
 * matches, so that time does not tell which names exist.
 */
export async function verifyPassword(stored: string | null, password: string): Promise<boolean> {
  dummy ??= hashPassword(randomBytes(32).toString('base64'))
  const matches = await verify(stored ?? (await dummy), bytesOf(password))
  return stored !== null && matches
}
