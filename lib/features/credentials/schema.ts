/** Inputs of the credential actions; the dialogs and the server parse with the same schemas. Secrets come in here and never go out. */
import { z } from 'zod'
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

const boundToSchema = (...schemes: readonly string[]) =>
  z
    .string()
    .trim()
    .min(1, { error: 'required' })
    .max(2048, { error: 'too_long' })
    .transform((text, context) => {
      const origin = originOfAddress(text)
      if (origin !== null && schemes.some((scheme) => origin.startsWith(`${scheme}://`))) return origin
      context.addIssue({ code: 'custom', message: origin === null ? 'url_format' : 'url_scheme' })
      return z.NEVER
    })
const webSchema = boundToSchema('https', 'http')
const sshSchema = boundToSchema('ssh')

/** Git asks for these in lines. */
const CONTROL = /[\u0000-\u001f\u007f]/
const oneLine = (max: number) =>
  z
    .string()
    .max(max, { error: 'too_long' })
    .refine((text) => !CONTROL.test(text), { error: 'secret_control' })
const filled = { error: 'required' as const }
const isFilled = (text: string) => text.trim() !== ''

const usernameSchema = oneLine(256).transform((text) => text.trim())
const passwordSchema = oneLine(4096)
const tokenSchema = z
  .string()
  .max(4096, { error: 'too_long' })
  .transform((text) => text.trim())
  .refine((text) => !CONTROL.test(text), { error: 'secret_control' })
const keySchema = z.string().max(32_768, { error: 'too_long' })
const knownHostsSchema = z.string().max(32_768, { error: 'too_long' }).refine(isFilled, filled)

const created = scopeSchema.extend({ name: nameSchema, description: descriptionSchema })
export const createCredentialSchema = z.discriminatedUnion('type', [
  created.extend({
    type: z.literal('username_password'),
    boundTo: webSchema,
    username: usernameSchema.refine(isFilled, filled),
    secret: passwordSchema.refine(isFilled, filled),
  }),
  created.extend({
    type: z.literal('access_token'),
    boundTo: webSchema,
    username: usernameSchema.default(''),
    secret: tokenSchema.refine(isFilled, filled),
  }),
  created.extend({
    type: z.literal('ssh_key'),
    boundTo: sshSchema,
    username: usernameSchema.default(''),
    secret: keySchema.refine(isFilled, filled),
    passphrase: oneLine(1024).default(''),
    knownHosts: knownHostsSchema,
  }),
])

const edited = scopeSchema.extend({
  name: nameSchema,
  description: descriptionSchema,
  version: z.number().int(),
})
/** The type is said to be checked against: it cannot be changed. An empty secret keeps the stored one. */
export const editCredentialSchema = z.discriminatedUnion('type', [
  edited.extend({
    type: z.literal('username_password'),
    boundTo: webSchema,
    username: usernameSchema.refine(isFilled, filled),
    secret: passwordSchema.default(''),
  }),
  edited.extend({
    type: z.literal('access_token'),
    boundTo: webSchema,
    username: usernameSchema.default(''),
    secret: tokenSchema.default(''),
  }),
  edited.extend({
    type: z.literal('ssh_key'),
    boundTo: sshSchema,
    username: usernameSchema.default(''),
    secret: keySchema.default(''),
    passphrase: oneLine(1024).default(''),
    knownHosts: knownHostsSchema,
  }),
])

export const deleteCredentialSchema = scopeSchema.extend({ name: nameSchema, confirmation: z.string().max(63) })
export const credentialRefSchema = scopeSchema.extend({ name: nameSchema })
export const scanHostKeysSchema = scopeSchema.extend({ boundTo: sshSchema })

export const listCredentialsSchema = scopeSchema.extend({
  ...pageRequestSchema.shape,
  sort: z.enum(['name', 'createdAt', 'updatedAt']).default('createdAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
