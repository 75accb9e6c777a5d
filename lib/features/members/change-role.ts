import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requireOwn } from '#lib/features/roles/public.ts'
import { membershipsOf, type MemberScope } from './membership.ts'
import { lockMembers, requireAdminLeft, requireOthers } from './rules.ts'

/**
 * Gives a member another role; the same one again changes nothing. Throws NOT_FOUND for who is no member, VALIDATION for an unknown role,
 * PRECONDITION `own_membership` or `last_workspace_admin`, FORBIDDEN `role_exceeds_own` when the role before or after is more than one's own.
 */
export async function changeRoleIn(
  work: Work,
  actor: Actor,
  scope: MemberScope,
  { username, role }: { username: string; role: string },
): Promise<null> {
  requireOthers(actor, [username])
  await lockMembers(work.tx, scope)
  const memberships = membershipsOf(work.tx, scope)
  const [held] = await memberships.held([username])
  if (!held) throw new AppError('NOT_FOUND', { fields: { username: { code: 'not_found' } } })
  const grant = await memberships.grant(role)
  if (!grant) throw new AppError('VALIDATION', { fields: { role: { code: 'not_a_choice' } } })
  if (grant.name === held.grant.name) return null
  requireOwn(actor, [...held.grant.permissions, ...grant.permissions], scope)
  await requireAdminLeft(work.tx, scope, [held])
  await memberships.put(held.person, role)
  await recordAudit(work, scope, {
    action: 'member.set-role',
    target: { type: 'user', id: held.person.id, name: username },
    details: { from: held.grant.name, role },
  })
  return null
}
