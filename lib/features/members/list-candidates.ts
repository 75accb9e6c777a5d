import type { Actor } from '#lib/authz/actor.ts'
import { db } from '#lib/db/client.ts'
import type { MemberScope } from './membership.ts'
import { MOST_CANDIDATES, type CandidateList } from './types.ts'

/** People who may be invited and are not members yet. */
function eligible(scope: MemberScope) {
  const { workspaceId } = scope
  switch (scope.kind) {
    case 'workspace':
      return { workspaceMemberships: { none: { workspaceId } } }
    case 'project':
      return {
        workspaceMemberships: { some: { workspaceId } },
        projectMemberships: { none: { projectId: scope.projectId } },
      }
    case 'devops':
      return {
        workspaceMemberships: { some: { workspaceId } },
        devopsProjectMemberships: { none: { devopsProjectId: scope.devopsProjectId } },
      }
  }
}

/**
 * The first candidates whose user name contains the text. An address is told only of people whom the inviter shares a workspace with (or
 * of this workspace): somebody who may invite does not learn the addresses of other tenants.
 */
export async function findCandidates(actor: Actor, scope: MemberScope, search: string): Promise<CandidateList> {
  const shared = [...actor.workspaces.keys(), ...(scope.kind === 'workspace' ? [] : [scope.workspaceId])]
  const rows = await db.user.findMany({
    where: {
      ...eligible(scope),
      disabledAt: null,
      ...(search && { username: { contains: search, mode: 'insensitive' as const } }),
    },
    orderBy: { username: 'asc' },
    take: MOST_CANDIDATES + 1,
    select: {
      username: true,
      email: true,
      workspaceMemberships: { where: { workspaceId: { in: shared } }, take: 1, select: { workspaceId: true } },
    },
  })
  return {
    items: rows.slice(0, MOST_CANDIDATES).map(({ username, email, workspaceMemberships }) => ({
      username,
      email: workspaceMemberships.length > 0 ? email : null,
    })),
    more: rows.length > MOST_CANDIDATES,
  }
}
