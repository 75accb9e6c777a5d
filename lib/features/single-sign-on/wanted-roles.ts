/** Groups of a person → the roles that the mappings of their provider give. Pure. */
import {
  PLATFORM_ROLES,
  SCOPED_ROLES,
  WORKSPACE_ROLES,
  type PlatformRole,
  type ScopedRole,
  type WorkspaceRole,
} from '#lib/authz/actor.ts'

/** A mapping as it is stored; of the three places one is filled. */
export type StoredMapping = {
  group: string
  platformRole: PlatformRole | null
  workspaceId: string | null
  workspaceRole: WorkspaceRole | null
  devopsProject: { id: string; workspaceId: string } | null
  devopsRole: ScopedRole | null
}

export type WantedRoles = {
  platform: PlatformRole | null
  /** By the id of the workspace. */
  workspaces: Map<string, WorkspaceRole>
  /** By the id of the DevOps project. */
  devopsProjects: Map<string, { workspaceId: string; role: ScopedRole }>
}

/** The one that stands first in its table: roles are listed from the highest. */
function higher<Role extends string>(roles: readonly Role[], one: Role | null | undefined, other: Role): Role {
  return one && roles.indexOf(one) < roles.indexOf(other) ? one : other
}

/**
 * The highest role of each place. Who has a role in a DevOps project is a member of its workspace, with the lowest role if no group gives
 * a higher one.
 */
export function wantedRoles(mappings: readonly StoredMapping[], groups: readonly string[]): WantedRoles {
  const wanted: WantedRoles = { platform: null, workspaces: new Map(), devopsProjects: new Map() }
  const { workspaces, devopsProjects } = wanted
  const join = (id: string, role: WorkspaceRole) =>
    workspaces.set(id, higher(WORKSPACE_ROLES, workspaces.get(id), role))
  for (const { platformRole, workspaceId, workspaceRole, devopsProject, devopsRole } of ofGroups(mappings, groups)) {
    if (platformRole) wanted.platform = higher(PLATFORM_ROLES, wanted.platform, platformRole)
    if (workspaceId && workspaceRole) join(workspaceId, workspaceRole)
    if (!devopsProject || !devopsRole) continue
    const { id, workspaceId: around } = devopsProject
    const role = higher(SCOPED_ROLES, devopsProjects.get(id)?.role, devopsRole)
    devopsProjects.set(id, { workspaceId: around, role })
    join(around, 'regular')
  }
  return wanted
}

const ofGroups = (mappings: readonly StoredMapping[], groups: readonly string[]): StoredMapping[] => {
  const held = new Set(groups)
  return mappings.filter(({ group }) => held.has(group))
}
