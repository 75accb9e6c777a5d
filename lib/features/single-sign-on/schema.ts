/** Inputs of single sign-on; the dialogs and the server parse with the same schemas. */
import { z } from 'zod'
import { PLATFORM_ROLES, SCOPED_ROLES, WORKSPACE_ROLES } from '#lib/authz/actor.ts'
import { nameSchema, newNameSchema } from '#lib/core/names.ts'
import { usernameSchema } from '#lib/features/users/schema.ts'

const isOneLine = (text: string): boolean => !/[\u0000-\u001f\u007f]/.test(text)
const line = (max: number) =>
  z.string().trim().max(max, { error: 'too_long' }).refine(isOneLine, { error: 'secret_control' })
const filled = (max: number) => line(max).min(1, { error: 'required' })

function isIssuer(text: string): boolean {
  if (!URL.canParse(text) || /[?#\s]/.test(text)) return false
  const { protocol, username, password } = new URL(text)
  return /^https?:$/.test(protocol) && username === '' && password === ''
}

/** An address without credentials, query and fragment (OpenID Connect Discovery 1.0 §3), kept as it is written: the provider's must be the same text. */
export const issuerSchema = z
  .string()
  .trim()
  .min(1, { error: 'required' })
  .max(500, { error: 'too_long' })
  .refine(isIssuer, { error: 'url_format' })

/** Scope names divided by spaces (RFC 6749 §3.3); "openid" is always among them. */
const scopesSchema = z
  .string()
  .max(500, { error: 'too_long' })
  .transform((text) => [...new Set(['openid', ...text.split(/\s+/).filter((scope) => scope !== '')])])
  .refine((scopes) => scopes.every((scope) => /^[\x21\x23-\x5b\x5d-\x7e]+$/.test(scope)), { error: 'invalid' })

/** The length of the longest secret that any known provider makes, twice. */
const clientSecret = line(1024)

const settings = {
  displayName: filled(40),
  clientId: filled(256),
  scopes: scopesSchema.prefault('openid profile email'),
  groupsClaim: filled(100).prefault('groups'),
  createsPeople: z.boolean().default(false),
}

export const addProviderSchema = z.strictObject({
  name: newNameSchema,
  issuer: issuerSchema,
  ...settings,
  /** Empty for a public client. */
  clientSecret: clientSecret.default(''),
})

const ref = { name: nameSchema, version: z.number().int() }

/** An empty secret keeps the one that is there; `removesSecret` makes the client a public one. */
export const editProviderSchema = z.strictObject({
  ...ref,
  ...settings,
  clientSecret: clientSecret.default(''),
  removesSecret: z.boolean().default(false),
})

export const removeProviderSchema = z.strictObject({ ...ref, confirmation: z.string().max(63) })
export const testProviderSchema = z.strictObject({ issuer: issuerSchema, clientId: filled(256) })

const targetSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('platform'), role: z.enum(PLATFORM_ROLES).exclude(['platform_regular']) }),
  z.strictObject({ kind: z.literal('workspace'), workspace: nameSchema, role: z.enum(WORKSPACE_ROLES) }),
  z.strictObject({
    ...{ kind: z.literal('devops'), workspace: nameSchema, devopsProject: nameSchema },
    role: z.enum(SCOPED_ROLES),
  }),
])

/** Groups are compared letter by letter, as the provider writes them. */
export const addMappingSchema = z.strictObject({ provider: nameSchema, group: filled(256), target: targetSchema })
export const removeMappingSchema = z.strictObject({ provider: nameSchema, id: z.uuid() })
export const emptySchema = z.strictObject({})

export const startSchema = z.strictObject({
  provider: nameSchema,
  /** Where to go afterwards; only paths of this console are followed. */
  next: z.string().max(2048).default('/'),
})
export const linkSchema = z.strictObject({ provider: nameSchema })
/** `answer`: the query string with which the provider sent the browser back. */
export const finishSchema = z.strictObject({ provider: nameSchema, answer: z.string().max(8192) })
export const unlinkSchema = z.strictObject({ id: z.uuid() })

/** Who a provider says somebody is, told by hand. */
export const linkUserSchema = z.strictObject({ username: usernameSchema, provider: nameSchema, subject: filled(255) })
export const unlinkUserSchema = z.strictObject({ username: usernameSchema, provider: nameSchema })
