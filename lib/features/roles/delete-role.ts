import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { findCustomRole } from './repository.ts'
import { requireOwn } from './require-own.ts'
import type { deleteRoleSchema } from './schema.ts'
import { MOST_HOLDERS } from './types.ts'

/** Throws PRECONDITION `role_in_use` with the names of those who hold the role. */
async function requireUnheld(work: Work, scope: DevopsScope, roleId: string): Promise<void> {
  const where = { devopsProjectId: scope.devopsProjectId, customRoleId: roleId }
  const holders = await work.tx.devopsProjectMember.findMany({
    where,
    orderBy: { user: { username: 'asc' } },
    select: { user: { select: { username: true } } },
  })
  if (holders.length === 0) return
  const names = holders.slice(0, MOST_HOLDERS).map(({ user }) => user.username)
  throw new AppError('PRECONDITION', {
    reason: 'role_in_use',
    params: { count: holders.length, names: names.join(', ') },
  })
}

/**
 * Deletes a role that nobody holds (the foreign key decides where somebody gets it meanwhile). Throws NOT_FOUND, PRECONDITION
 * `role_in_use`, FORBIDDEN `role_exceeds_own`.
 */
export async function deleteRoleIn(
  work: Work,
  actor: Actor,
  scope: DevopsScope,
  { name }: z.output<typeof deleteRoleSchema>,
): Promise<null> {
  const role = await findCustomRole(work.tx, scope, name)
  if (!role) throw new AppError('NOT_FOUND')
  requireOwn(actor, role.permissions, scope)
  await requireUnheld(work, scope, role.id)
  await work.tx.devopsRole.deleteMany({ where: { id: role.id, devopsProjectId: scope.devopsProjectId } })
  await recordAudit(work, scope, { action: 'role.delete', target: { type: 'role', id: role.id, name } })
  return null
}
