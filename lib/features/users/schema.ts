import { z } from 'zod'

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

export const emptySchema = z.strictObject({})
