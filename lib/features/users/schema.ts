import { z } from 'zod'
import { PLATFORM_ROLES } from '#lib/authz/actor.ts'
import { descriptionSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { USER_STATES } from './types.ts'

export const USERNAME_MAX = 32
/** argon2 reads any length; the cap keeps hashing from being a way to spend our time. */
export const PASSWORD_MAX = 128
export const PASSWORD_MIN = 8
/** Of passwords that people choose in the console. */
export const NEW_PASSWORD_MAX = 64

export const signInSchema = z.strictObject({
  username: z.string().trim().min(1, { error: 'required' }).max(63, { error: 'too_long' }),
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
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, { error: 'username_format' })

/** Normalised once, then judged: what is compared for uniqueness is what was judged (no look-alike widths, no case). */
export const emailSchema = z
  .string()
  .max(254, { error: 'too_long' })
  .transform((email) => email.normalize('NFKC').trim().toLowerCase())
  .pipe(
    z
      .string()
      .min(1, { error: 'required' })
      .max(254, { error: 'too_long' })
      .pipe(z.email({ error: 'email_format' })),
  )

/** 8 to 64 characters with upper case, lower case and a digit: the rule of the tutorial's system. */
export const newPasswordSchema = z
  .string()
  .min(1, { error: 'required' })
  .min(PASSWORD_MIN, { error: 'too_short' })
  .max(NEW_PASSWORD_MAX, { error: 'too_long' })
  .refine((text) => [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u].every((kind) => kind.test(text)), { error: 'password_format' })

const profile = { email: emailSchema, description: descriptionSchema }
const platformRole = z.enum(PLATFORM_ROLES)

/** For the installation itself, whose passwords come from its environment. */
export const createUserSchema = z.strictObject({
  username: usernameSchema,
  ...profile,
  password: z.string().min(PASSWORD_MIN, { error: 'too_short' }).max(PASSWORD_MAX, { error: 'too_long' }),
  platformRole: platformRole.default('platform_regular'),
  mustChangePassword: z.boolean().default(false),
})

export const addUserSchema = createUserSchema.extend({
  password: newPasswordSchema,
  mustChangePassword: z.boolean().default(true),
})

/** Which account, and under which version the reader saw it. */
const userRef = z.strictObject({ username: usernameSchema, version: z.number().int() })

export const editUserSchema = userRef.extend(profile)
export const setPlatformRoleSchema = userRef.extend({ platformRole })
export const setUserStateSchema = userRef.extend({ state: z.enum(USER_STATES) })
export const resetPasswordSchema = userRef.extend({
  password: newPasswordSchema,
  mustChangePassword: z.boolean().default(true),
})
export const deleteUserSchema = userRef.extend({ confirmation: z.string().max(63) })

export const renewPasswordSchema = z.strictObject({ password: newPasswordSchema })

export const changePasswordSchema = z.strictObject({
  current: z.string().min(1, { error: 'required' }).max(PASSWORD_MAX, { error: 'too_long' }),
  password: newPasswordSchema,
})
export const endSessionSchema = z.strictObject({ sessionId: z.uuid() })

export const listUsersSchema = z.strictObject({
  ...pageRequestSchema.shape,
  sort: z.enum(['username', 'lastLoginAt', 'createdAt']).default('createdAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
  role: platformRole.optional(),
  state: z.enum(USER_STATES).optional(),
})

export const emptySchema = z.strictObject({})
