/** Membership and roles of workspaces, projects and DevOps projects. Setting the same role twice is once. */
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope, ProjectScope, Scope, ScopedRole, WorkspaceRole, WorkspaceScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'

type User = { id: string; username: string }

/** Throws NOT_FOUND at the name for a person that does not exist. */
async function findUser(work: Work, username: string): Promise<User> {
  const user = await work.tx.user.findUnique({ where: { username }, select: { id: true, username: true } })
  if (!user) throw new AppError('NOT_FOUND', { fields: { username: { code: 'not_found' } } })
  return user
}

/** Projects and DevOps projects take only members of their workspace. Throws NOT_FOUND at the name for others. */
async function findWorkspaceMember(work: Work, workspaceId: string, username: string): Promise<User> {
  const user = await work.tx.user.findFirst({
    where: { username, workspaceMemberships: { some: { workspaceId } } },
    select: { id: true, username: true },
  })
  if (!user) throw new AppError('NOT_FOUND', { fields: { username: { code: 'not_found' } } })
  return user
}

const auditRole = (work: Work, scope: Scope, user: User, role: string): Promise<void> =>
  recordAudit(work, scope, {
    action: 'member.set-role',
    target: { type: 'user', id: user.id, name: user.username },
    details: { role },
  })

/** Makes a person a member of the workspace, or changes the role of one. */
export async function setWorkspaceMember(
  work: Work,
  scope: WorkspaceScope,
  { username, role }: { username: string; role: WorkspaceRole },
): Promise<void> {
  const user = await findUser(work, username)
  const key = { workspaceId: scope.workspaceId, userId: user.id }
  await work.tx.workspaceMember.upsert({
    where: { workspaceId_userId: key },
    create: { ...key, role },
    update: { role },
  })
  await auditRole(work, scope, user, role)
}

/** Makes a member of the workspace a member of the project, or changes the role of one. */
export async function setProjectMember(
  work: Work,
  scope: ProjectScope,
  { username, role }: { username: string; role: ScopedRole },
): Promise<void> {
  const user = await findWorkspaceMember(work, scope.workspaceId, username)
  const key = { projectId: scope.projectId, userId: user.id }
  await work.tx.projectMember.upsert({
    where: { projectId_userId: key },
    create: { ...key, role },
    update: { role },
  })
  await auditRole(work, scope, user, role)
}

/** Makes a member of the workspace a member of the DevOps project, or changes the role of one. */
export async function setDevopsProjectMember(
  work: Work,
  scope: DevopsScope,
  { username, role }: { username: string; role: ScopedRole },
): Promise<void> {
  const user = await findWorkspaceMember(work, scope.workspaceId, username)
  const key = { devopsProjectId: scope.devopsProjectId, userId: user.id }
  await work.tx.devopsProjectMember.upsert({
    where: { devopsProjectId_userId: key },
    create: { ...key, role },
    update: { role },
  })
  await auditRole(work, scope, user, role)
}
