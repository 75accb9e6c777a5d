/** Rows of people. */
import type { z } from 'zod'
import type { Actor } from '#lib/authz/actor.ts'
import { db } from '#lib/db/client.ts'
import { actsOn } from './rules.ts'
import type { listUsersSchema } from './schema.ts'
import type { UserPage } from './types.ts'

const summarySelect = {
  id: true,
  username: true,
  email: true,
  description: true,
  platformRole: true,
  disabledAt: true,
  mustChangePassword: true,
  lastLoginAt: true,
  createdAt: true,
  version: true,
  roleProvider: { select: { displayName: true } },
  identities: { select: { subject: true, provider: { select: { name: true, displayName: true } } } },
} as const

/** A page of people, searched by name, e-mail address and description; who never signed in stands last. */
export async function findUserPage(
  actor: Actor,
  { page, pageSize, search, sort, direction, role, state }: z.output<typeof listUsersSchema>,
): Promise<UserPage> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const where = {
    ...(role && { platformRole: role }),
    ...(state && { disabledAt: state === 'active' ? null : { not: null } }),
    ...(search && { OR: [{ username: contains }, { email: contains }, { description: contains }] }),
  }
  const order = sort === 'lastLoginAt' ? { sort: direction, nulls: 'last' as const } : direction
  const [total, rows] = await Promise.all([
    db.user.count({ where }),
    db.user.findMany({
      where,
      orderBy: [{ [sort]: order }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
      select: summarySelect,
    }),
  ])
  const items = rows.map(({ disabledAt, lastLoginAt, createdAt, roleProvider, identities, ...row }) => ({
    ...row,
    roleFromGroup: roleProvider?.displayName ?? null,
    identities: identities.map(({ subject, provider }) => ({
      ...{ subject, provider: provider.name, displayName: provider.displayName },
    })),
    state: disabledAt === null ? ('active' as const) : ('disabled' as const),
    lastLoginAt: lastLoginAt?.toISOString() ?? null,
    createdAt: createdAt.toISOString(),
    own: row.id === actor.id,
    acts: actsOn(actor, row),
  }))
  return { items, total, page, pageSize }
}
