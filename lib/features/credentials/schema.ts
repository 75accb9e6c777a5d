/** Inputs of the credential actions; the dialogs and the server parse with the same schemas. Secrets come in here and never go out. */
import { z } from 'zod'
import type { FieldCode } from '#lib/core/errors.ts'
import { descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { originOf, parseGitUrl } from '#lib/git/url.ts'
import type { CredentialType } from './types.ts'

const scopeSchema = z.strictObject({ workspace: nameSchema, devopsProject: nameSchema })

/** `scheme://host[:port]` of a Git address, also of one without a path; null where it is none. */
export function originOfAddress(text: string): string | null {
  const typed = text.trim().replace(/\/+$/, '')
  const address = /^[a-z]+:\/\/[^/]+$/i.test(typed) ? `${typed}/x` : typed
  try {
    return originOf(parseGitUrl(address))
  } catch {
    return null
  }
}

/** A key signs in by ssh, everything else by http(s). */
export const fitsScheme = (type: CredentialType, origin: string): boolean =>
  (type === 'ssh_key') === origin.startsWith('ssh://')

/** Why a credential cannot be used with a repository's URL; null where it can, or while the URL is none. */
export function misfit(
  { type, boundTo }: { type: CredentialType; boundTo: string },
  url: string,
): 'host' | 'scheme' | null {
  const origin = originOfAddress(url)
  if (origin === null || origin === boundTo) return null
  return fitsScheme(type, origin) ? 'host' : 'scheme'
}

const boundToSchema = z
  .string()
  .trim()
  .min(1, { error: 'required' })
  .max(2048, { error: 'too_long' })
  .transform((text, context) => {
    const origin = originOfAddress(text)
    if (origin !== null) return origin
    context.addIssue({ code: 'custom', message: 'url_format' })
    return z.NEVER
  })

const MAX_SECRET = 32_768
const text = (max: number) => z.string().max(max, { error: 'too_long' })
/** Git asks for these in lines. */
const oneLine = (max: number) => text(max).refine(isOneLine, { error: 'secret_control' })
const isOneLine = (line: string): boolean => !/[\u0000-\u001f\u007f]/.test(line)
const isFilled = (value: string): boolean => value.trim() !== ''

const signIn = {
  type: z.enum(['username_password', 'ssh_key', 'access_token']),
  boundTo: boundToSchema,
  username: oneLine(256)
    .transform((name) => name.trim())
    .default(''),
  passphrase: oneLine(1024).default(''),
  knownHosts: text(MAX_SECRET).default(''),
}
type SignIn = { type: CredentialType } & Record<'boundTo' | 'username' | 'secret' | 'passphrase' | 'knownHosts', string>

/** What a type asks of the fields that all of them have. */
function checkSignIn(
  { type, boundTo, username, secret, passphrase, knownHosts }: SignIn,
  context: z.RefinementCtx,
): void {
  const isKey = type === 'ssh_key'
  const issues: [boolean, keyof SignIn, FieldCode][] = [
    [!fitsScheme(type, boundTo), 'boundTo', 'url_scheme'],
    [type === 'username_password' && !isFilled(username), 'username', 'required'],
    [isKey && !isFilled(knownHosts), 'knownHosts', 'required'],
    [!isKey && !isOneLine(type === 'access_token' ? secret.trim() : secret), 'secret', 'secret_control'],
    [!isKey && passphrase !== '', 'passphrase', 'unknown_field'],
    [!isKey && knownHosts !== '', 'knownHosts', 'unknown_field'],
  ]
  for (const [isWrong, field, message] of issues)
    if (isWrong) context.addIssue({ code: 'custom', path: [field], message })
}

/** Tokens have no blanks at their ends; passwords may. */
const clean = <T extends SignIn>(input: T): T =>
  input.type === 'access_token' ? { ...input, secret: input.secret.trim() } : input

export const createCredentialSchema = scopeSchema
  .extend({
    ...signIn,
    name: nameSchema,
    description: descriptionSchema,
    secret: text(MAX_SECRET).refine(isFilled, { error: 'required' }),
  })
  .superRefine(checkSignIn)
  .transform(clean)

/** The type is said to be checked against: it cannot be changed. An empty secret keeps the stored one. */
export const editCredentialSchema = scopeSchema
  .extend({
    ...signIn,
    name: nameSchema,
    description: descriptionSchema,
    secret: text(MAX_SECRET).default(''),
    version: z.number().int(),
  })
  .superRefine(checkSignIn)
  .transform(clean)

export const deleteCredentialSchema = scopeSchema.extend({ name: nameSchema, confirmation: z.string().max(63) })
export const credentialRefSchema = scopeSchema.extend({ name: nameSchema })
export const scanHostKeysSchema = scopeSchema.extend({ boundTo: boundToSchema })

export const listCredentialsSchema = scopeSchema.extend({
  ...pageRequestSchema.shape,
  sort: z.enum(['name', 'createdAt', 'updatedAt']).default('createdAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
