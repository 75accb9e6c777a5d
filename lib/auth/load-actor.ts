/** A person and a session version → the person as the database has them now. */
import { db } from '#lib/db/client.ts'
import type { Actor } from '#lib/authz/actor.ts'
import { devopsRoleOf } from '#lib/authz/devops-role-of.ts'

/** A person at the version their session was begun under. */
export type PersonAtVersion = { userId: string; sessionVersion: number }

/**
 * The actor with every role held at this moment; null when the person is gone, disabled, or the session was ended
 * (`sessionVersion` has moved on).
 */
export async function loadActor({ userId, sessionVersion }: PersonAtVersion): Promise<Actor | null> {
  const user = await db.user.findFirst({
    where: { id: userId, sessionVersion, disabledAt: null },
    select: {
      id: true,
      username: true,
      email: true,
      locale: true,
      platformRole: true,
      mustChangePassword: true,
      workspaceMemberships: { select: { workspaceId: true, role: true } },
      projectMemberships: { select: { projectId: true, role: true } },
      devopsProjectMemberships: {
        select: {
          devopsProjectId: true,
          role: true,
          customRole: { select: { name: true, alias: true, permissions: true } },
        },
      },
    },
  })
  if (!user) return null
  const { workspaceMemberships, projectMemberships, devopsProjectMemberships, ...person } = user
  return {
    ...person,
    workspaces: new Map(workspaceMemberships.map(({ workspaceId, role }) => [workspaceId, role])),
    projects: new Map(projectMemberships.map(({ projectId, role }) => [projectId, role])),
    devopsProjects: new Map(devopsProjectMemberships.map((row) => [row.devopsProjectId, devopsRoleOf(row)])),
  }
}
