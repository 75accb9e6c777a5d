import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { requireOwn } from './require-own.ts'
import type { createRoleSchema } from './schema.ts'

/** Makes a role. Throws CONFLICT `name_taken`, FORBIDDEN `role_exceeds_own` when it would hold more than its maker. */
export async function createRoleIn(
  work: Work,
  actor: Actor,
  scope: DevopsScope,
  { name, alias, description, permissions }: z.output<typeof createRoleSchema>,
): Promise<{ name: string }> {
  requireOwn(actor, permissions, scope)
  const { id } = await work.tx.devopsRole.create({
    data: { devopsProjectId: scope.devopsProjectId, name, alias, description, permissions },
    select: { id: true },
  })
  await recordAudit(work, scope, {
    action: 'role.create',
    target: { type: 'role', id, name },
    details: { alias, description, permissions },
  })
  return { name }
}
