import { z } from 'zod'
import { parseInput } from '#lib/actions/parse.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { hashPassword } from '#lib/auth/password.ts'
import { PLATFORM_ROLES } from '#lib/authz/actor.ts'
import { PASSWORD_MAX, PASSWORD_MIN, usernameSchema } from './schema.ts'

export const createUserSchema = z.strictObject({
  username: usernameSchema,
  email: z
    .email({ error: 'invalid' })
    .max(254, { error: 'too_long' })
    .transform((email) => email.toLowerCase()),
  password: z.string().min(PASSWORD_MIN, { error: 'too_short' }).max(PASSWORD_MAX, { error: 'too_long' }),
  platformRole: z.enum(PLATFORM_ROLES).default('platform_regular'),
  description: z.string().trim().max(256, { error: 'too_long' }).default(''),
})

/** Creates a person who can sign in. Throws VALIDATION, or CONFLICT `name_taken` at the username or the e-mail address. */
export async function createUser(work: Work, input: z.input<typeof createUserSchema>): Promise<{ id: string }> {
  const { password, ...user } = parseInput(createUserSchema, input)
  const passwordHash = await hashPassword(password)
  const { id } = await work.tx.user.create({ data: { ...user, passwordHash }, select: { id: true } })
  await recordAudit(
    work,
    { kind: 'platform' },
    {
      action: 'user.create',
      target: { type: 'user', id, name: user.username },
      details: { platformRole: user.platformRole },
    },
  )
  return { id }
}
