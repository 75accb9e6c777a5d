/** Membership without an invitation: for the installation itself and for features that bring people in. Setting a role twice is once. */
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope, ProjectScope, ScopedRole, WorkspaceRole, WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { membershipsOf, type MemberScope } from './membership.ts'

async function setMember(
  work: Work,
  scope: MemberScope,
  { username, role }: { username: string; role: string },
): Promise<void> {
  const memberships = membershipsOf(work.tx, scope)
  const [person] = await memberships.eligible([username])
  if (!person) throw new AppError('NOT_FOUND', { fields: { username: { code: 'not_found' } } })
  await memberships.put(person, role)
  await recordAudit(work, scope, {
    action: 'member.set-role',
    target: { type: 'user', id: person.id, name: username },
    details: { role },
  })
}

/** Makes a person a member of the workspace, or changes the role of one. Throws NOT_FOUND at the name for one who cannot be. */
export const setWorkspaceMember = (
  work: Work,
  scope: WorkspaceScope,
  member: { username: string; role: WorkspaceRole },
): Promise<void> => setMember(work, scope, member)

/** The same for a project, which takes only members of its workspace. */
export const setProjectMember = (
  work: Work,
  scope: ProjectScope,
  member: { username: string; role: ScopedRole },
): Promise<void> => setMember(work, scope, member)

/** The same for a DevOps project. */
export const setDevopsProjectMember = (
  work: Work,
  scope: DevopsScope,
  member: { username: string; role: ScopedRole },
): Promise<void> => setMember(work, scope, member)
