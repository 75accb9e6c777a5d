/** Rows of the roles that a DevOps project made for itself; every where names the DevOps project. */
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { SCOPED_ROLES } from '#lib/authz/actor.ts'
import { exceeding } from '#lib/authz/can.ts'
import { knownPermissions } from '#lib/authz/dependencies.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'
import { DEVOPS_ROLE_PERMISSIONS } from '#lib/authz/roles.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { MOST_HOLDERS, type RoleRow } from './types.ts'

/** Preset roles, then the DevOps project's own by name. Leaving the workspace ends a membership, so every holder is one. */
export async function findRoles(actor: Actor, scope: DevopsScope): Promise<RoleRow[]> {
  const { devopsProjectId } = scope
  const holders = {
    orderBy: { user: { username: 'asc' } },
    take: MOST_HOLDERS,
    select: { user: { select: { username: true } } },
  } as const
  const [counts, rows] = await Promise.all([
    db.devopsProjectMember.groupBy({ by: ['role'], where: { devopsProjectId }, _count: true }),
    db.devopsRole.findMany({
      where: { devopsProjectId },
      orderBy: { name: 'asc' },
      include: { members: holders, _count: { select: { members: true } } },
    }),
  ])
  const isGrantable = (permissions: readonly DevopsPermission[]) => exceeding(actor, permissions, scope).length === 0
  const presets = SCOPED_ROLES.map((name): RoleRow => {
    const permissions = [...DEVOPS_ROLE_PERMISSIONS[name]]
    const memberCount = counts.find(({ role }) => role === name)?._count ?? 0
    const unnamed = { alias: '', description: '', holders: [], version: null }
    return { name, ...unnamed, permissions, memberCount, isGrantable: isGrantable(permissions) }
  })
  const own = rows.map(({ name, alias, description, permissions: stored, members, _count, version }): RoleRow => {
    const permissions = knownPermissions(stored)
    return {
      ...{ name, alias, description, version, permissions, memberCount: _count.members },
      holders: members.map(({ user }) => user.username),
      isGrantable: isGrantable(permissions),
    }
  })
  return [...presets, ...own]
}

export type StoredCustomRole = { id: string; name: string; permissions: DevopsPermission[]; version: number }

/** Null when the DevOps project has no own role of that name. */
export async function findCustomRole(tx: Tx, scope: DevopsScope, name: string): Promise<StoredCustomRole | null> {
  const row = await tx.devopsRole.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: { id: true, name: true, permissions: true, version: true },
  })
  return row && { ...row, permissions: knownPermissions(row.permissions) }
}
