import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requireOwn } from '#lib/features/roles/public.ts'
import { membershipsOf, type Grant, type Memberships, type MemberScope } from './membership.ts'
import { lockMembers } from './rules.ts'

type Invitation = { username: string; role: string }

/** Throws CONFLICT `already_member` with the names: an invitation never changes a role that somebody has. */
async function requireNew(memberships: Memberships, usernames: readonly string[]): Promise<void> {
  const held = await memberships.held(usernames)
  if (held.length === 0) return
  const names = held.map(({ person }) => person.username)
  throw new AppError('CONFLICT', { reason: 'already_member', params: { names: names.slice(0, 10).join(', ') } })
}

/** The role of each name, asked once. Throws VALIDATION at the first row with a role that the place has not. */
async function findGrants(memberships: Memberships, members: readonly Invitation[]): Promise<Map<string, Grant>> {
  const grants = new Map<string, Grant>()
  for (const [index, { role }] of members.entries()) {
    const grant = grants.get(role) ?? (await memberships.grant(role))
    if (!grant) throw new AppError('VALIDATION', { fields: { [`members.${index}.role`]: { code: 'not_a_choice' } } })
    grants.set(role, grant)
  }
  return grants
}

/**
 * Invites all of them or nobody. Throws NOT_FOUND at the row of a person who does not exist, is disabled or is not of the workspace (the
 * answer is the same), CONFLICT `already_member`, FORBIDDEN `role_exceeds_own`, VALIDATION for an unknown role.
 */
export async function inviteIn(
  work: Work,
  actor: Actor,
  scope: MemberScope,
  members: readonly Invitation[],
): Promise<{ count: number }> {
  await lockMembers(work.tx, scope)
  const memberships = membershipsOf(work.tx, scope)
  const usernames = members.map(({ username }) => username)
  const grants = await findGrants(memberships, members)
  for (const { permissions } of grants.values()) requireOwn(actor, permissions, scope)
  const people = new Map((await memberships.eligible(usernames)).map((person) => [person.username, person]))
  await requireNew(memberships, [...people.keys()])
  for (const [index, { username, role }] of members.entries()) {
    const person = people.get(username)
    if (!person) throw new AppError('NOT_FOUND', { fields: { [`members.${index}.username`]: { code: 'not_found' } } })
    await memberships.put(person, role)
    await recordAudit(work, scope, {
      action: 'member.invite',
      target: { type: 'user', id: person.id, name: username },
      details: { role },
    })
  }
  return { count: members.length }
}
