/** The secrets of an installation: made once, kept in the data directory for this user alone, and replaced by what the environment says. */
import { randomBytes, randomInt } from 'node:crypto'
import { existsSync, linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { z } from 'zod'
import { StartError } from '#scripts/bootstrap/start-error.mjs'

const secretsSchema = z.strictObject({ nextAuthSecret: z.string().min(32), encryptionKeys: z.string().min(1) })
export type Secrets = z.infer<typeof secretsSchema>

const PRIVATE = 0o600
/** Without letters and digits that look alike: people type these from a terminal. */
const ALPHABETS = ['abcdefghijkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789'] as const
const PASSWORD_LENGTH = 16

/** Writes the file unless it exists; it appears whole or not at all. */
function writeOnce(file: string, content: string) {
  const draft = `${file}.${process.pid}`
  writeFileSync(draft, content, { mode: PRIVATE })
  try {
    linkSync(draft, file)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
}

/** Reads a private file of the data directory, made with `create` the first time. */
export function keepPrivate<T>(file: string, schema: z.ZodType<T>, create: () => T): T {
  if (!existsSync(file)) writeOnce(file, `${JSON.stringify(create(), null, 2)}\n`)
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')))
  } catch (error) {
    throw new StartError(
      `${file} cannot be used.`,
      'Put it back from a copy; a new one would not open what is stored.',
      { cause: error },
    )
  }
}

/** The installation's secrets. */
export const ensureSecrets = (file: string): Secrets =>
  keepPrivate(file, secretsSchema, () => ({
    nextAuthSecret: randomBytes(32).toString('base64'),
    encryptionKeys: `${randomBytes(4).toString('hex')}:${randomBytes(32).toString('base64')}`,
  }))

/** Puts a key in front of those of the installation, which go on opening what they wrote. Takes effect at the next start. */
export function addEncryptionKey(file: string, key: string): void {
  const { encryptionKeys, ...others } = ensureSecrets(file)
  const draft = `${file}.${process.pid}`
  const secrets: Secrets = { ...others, encryptionKeys: `${key},${encryptionKeys}` }
  writeFileSync(draft, `${JSON.stringify(secrets, null, 2)}\n`, { mode: PRIVATE })
  renameSync(draft, file)
}

const pick = (alphabet: string) => alphabet.charAt(randomInt(alphabet.length))

/** A password for a person: sixteen characters, at least one small letter, one capital and one digit. About 92 bits. */
export function randomPassword(): string {
  const all = ALPHABETS.join('')
  for (;;) {
    const password = Array.from({ length: PASSWORD_LENGTH }, () => pick(all)).join('')
    if (ALPHABETS.every((alphabet) => [...alphabet].some((letter) => password.includes(letter)))) return password
  }
}
