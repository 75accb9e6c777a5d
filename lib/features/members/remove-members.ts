import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requireOwn } from '#lib/features/roles/public.ts'
import { membershipsOf, type MemberScope } from './membership.ts'
import { lockMembers, requireAdminLeft, requireByHand, requireOthers } from './rules.ts'

/**
 * Ends the memberships of all of them or of nobody; who has left meanwhile is left out. Who leaves a workspace leaves everything inside of
 * it. Throws NOT_FOUND when none is a member, PRECONDITION `own_membership`, `member_from_group` or `last_workspace_admin`, FORBIDDEN
 * `role_exceeds_own`.
 */
export async function removeMembersIn(
  work: Work,
  actor: Actor,
  scope: MemberScope,
  usernames: readonly string[],
): Promise<{ count: number }> {
  requireOthers(actor, usernames)
  await lockMembers(work.tx, scope)
  const memberships = membershipsOf(work.tx, scope)
  const leaving = await memberships.held(usernames)
  if (leaving.length === 0) throw new AppError('NOT_FOUND')
  for (const { grant } of leaving) requireOwn(actor, grant.permissions, scope)
  requireByHand(leaving)
  await requireAdminLeft(work.tx, scope, leaving)
  await memberships.drop(leaving.map(({ person }) => person))
  for (const { person, grant } of leaving)
    await recordAudit(work, scope, {
      action: 'member.remove',
      target: { type: 'user', id: person.id, name: person.username },
      details: { role: grant.name },
    })
  return { count: leaving.length }
}
