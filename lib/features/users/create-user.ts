import type { z } from 'zod'
import { parseInput } from '#lib/actions/parse.ts'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import { hashPassword } from '#lib/auth/password.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { requireGrantable } from './rules.ts'
import { createUserSchema, type addUserSchema } from './schema.ts'

/** Creates a person who can sign in. Throws VALIDATION, or CONFLICT `name_taken` at the username or the e-mail address. */
export async function createUser(work: Work, input: z.input<typeof createUserSchema>): Promise<{ id: string }> {
  const { password, ...user } = parseInput(createUserSchema, input)
  const passwordHash = await hashPassword(password)
  const { platformRole, mustChangePassword } = user
  return insert(work, { ...user, passwordHash }, { platformRole, mustChangePassword })
}

type NewPerson = { username: string; email: string }

/** Creates a person who has no password: only an identity provider lets them in. Throws CONFLICT `name_taken`. */
export const createPersonOfProvider = (work: Work, person: NewPerson, provider: string): Promise<{ id: string }> =>
  insert(work, { ...person, passwordHash: null }, { provider })

async function insert(
  work: Work,
  data: NewPerson & { passwordHash: string | null },
  details: Record<string, unknown>,
): Promise<{ id: string }> {
  const { id } = await work.tx.user.create({ data, select: { id: true } })
  const target = { type: 'user', id, name: data.username }
  await recordAudit(work, { kind: 'platform' }, { action: 'user.create', target, details })
  return { id }
}

/** Creates a person on behalf of another. Throws as `createUser`, and FORBIDDEN `admin_role_needed`. */
export async function addUser(work: Work, actor: Actor, input: z.output<typeof addUserSchema>): Promise<null> {
  requireGrantable(actor, input.platformRole)
  await createUser(work, input)
  return null
}
