/**
 * Secrets at rest: AES-256-GCM with a random 12-byte IV, the key's id beside the ciphertext, and associated data that binds it to one
 * column of one row, so that a ciphertext copied to another row does not open. Format: `v1:<keyId>:<iv>:<ciphertext>:<tag>`, base64url.
 */
import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import { env, type EncryptionKey } from '#lib/config/env.ts'
import type { SecretPlace } from './sealed-columns.ts'

const VERSION = 'v1'
const ALGORITHM = 'aes-256-gcm'
const IV_BYTES = 12
const TAG_BYTES = 16

/** A stored secret cannot be opened: unknown key, damaged text or another row's. Says which, never what. */
export class SecretError extends Error {
  constructor(problem: 'format' | 'unknown_key' | 'not_authentic') {
    super(`a stored secret cannot be opened: ${problem}`)
    this.name = 'SecretError'
  }
}

const associatedData = ({ table, id, column }: SecretPlace): Buffer => Buffer.from(`${table}|${id}|${column}`, 'utf8')

/** Encrypts with the first configured key. */
export function encryptSecret(
  plain: string,
  place: SecretPlace,
  keys: readonly EncryptionKey[] = env().IEUM_ENCRYPTION_KEYS,
): string {
  const [current] = keys
  if (!current) throw new SecretError('unknown_key')
  const iv = randomBytes(IV_BYTES)
  const cipher = createCipheriv(ALGORITHM, current.key, iv, { authTagLength: TAG_BYTES })
  cipher.setAAD(associatedData(place))
  const ciphertext = Buffer.concat([cipher.update(plain, 'utf8'), cipher.final()])
  return [VERSION, current.id, ...[iv, ciphertext, cipher.getAuthTag()].map((part) => part.toString('base64url'))].join(
    ':',
  )
}

/** Decrypts what `encryptSecret` wrote for the same place, with whichever configured key wrote it. Throws `SecretError`. */
export function decryptSecret(
  stored: string,
  place: SecretPlace,
  keys: readonly EncryptionKey[] = env().IEUM_ENCRYPTION_KEYS,
): string {
  const [version, keyId, ...parts] = stored.split(':')
  const [iv, ciphertext, tag] = parts.map((part) => Buffer.from(part, 'base64url'))
  if (version !== VERSION || parts.length !== 3 || iv?.length !== IV_BYTES || tag?.length !== TAG_BYTES || !ciphertext)
    throw new SecretError('format')
  const key = keys.find(({ id }) => id === keyId)
  if (!key) throw new SecretError('unknown_key')
  const decipher = createDecipheriv(ALGORITHM, key.key, iv, { authTagLength: TAG_BYTES })
  decipher.setAAD(associatedData(place))
  decipher.setAuthTag(tag)
  try {
    return Buffer.concat([decipher.update(ciphertext), decipher.final()]).toString('utf8')
  } catch {
    throw new SecretError('not_authentic')
  }
}
