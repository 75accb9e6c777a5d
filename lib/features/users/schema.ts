import { z } from 'zod'
import { PLATFORM_ROLES } from '#lib/authz/actor.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { USER_STATES } from './types.ts'

export const USERNAME_MAX = 63
/** argon2 reads any length; the cap keeps hashing from being a way to spend our time. */
export const PASSWORD_MAX = 128
export const PASSWORD_MIN = 8

export const signInSchema = z.strictObject({
  username: z.string().trim().min(1, { error: 'required' }).max(USERNAME_MAX, { error: 'too_long' }),
  password: z.string().min(1, { error: 'required' }).max(PASSWORD_MAX, { error: 'too_long' }),
  /** Where to go afterwards; only paths of this console are followed. */
  next: z.string().max(2048).default('/'),
})
export type SignInInput = z.input<typeof signInSchema>

/** Dotted lower-case labels: "ws-admin", "mina.kim". */
export const usernameSchema = z
  .string()
  .trim()
  .min(1, { error: 'required' })
  .max(USERNAME_MAX, { error: 'too_long' })
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, { error: 'name_format' })

export const listUsersSchema = z.strictObject({
  ...pageRequestSchema.shape,
  sort: z.enum(['username', 'lastLoginAt', 'createdAt']).default('createdAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  role: z.enum(PLATFORM_ROLES).optional(),
  state: z.enum(USER_STATES).optional(),
})

export const emptySchema = z.strictObject({})
