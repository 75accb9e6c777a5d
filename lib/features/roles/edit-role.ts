import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { findCustomRole } from './repository.ts'
import { requireOwn } from './require-own.ts'
import type { editRoleSchema } from './schema.ts'

/**
 * Changes what a role is called and allows; its holders have it at their next request. Throws NOT_FOUND, CONFLICT `version_changed`, and
 * FORBIDDEN `role_exceeds_own` when it holds, or would hold, more than who edits it.
 */
export async function editRoleIn(
  work: Work,
  actor: Actor,
  scope: DevopsScope,
  { name, alias, description, permissions, version }: z.output<typeof editRoleSchema>,
): Promise<{ version: number }> {
  const role = await findCustomRole(work.tx, scope, name)
  if (!role) throw new AppError('NOT_FOUND')
  requireOwn(actor, [...role.permissions, ...permissions], scope)
  const { count } = await work.tx.devopsRole.updateMany({
    where: { id: role.id, devopsProjectId: scope.devopsProjectId, version },
    data: { alias, description, permissions, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, scope, {
    action: 'role.edit',
    target: { type: 'role', id: role.id, name },
    details: { alias, description, from: role.permissions, permissions },
  })
  return { version: version + 1 }
}
