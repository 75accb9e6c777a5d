/** The one decision: may this actor do this here? Pure; callers bring an actor that was read for this request. */
import type {
  Actor,
  DevopsRole,
  DevopsScope,
  ProjectScope,
  Scope,
  ScopeByKind,
  ScopedRole,
  WorkspaceRole,
  WorkspaceScope,
} from './actor.ts'
import {
  PERMISSIONS,
  type DevopsPermission,
  type Permission,
  type PlatformPermission,
  type ProjectPermission,
  type ScopeKind,
  type WorkspacePermission,
} from './permissions.ts'
import {
  devopsRolePermissions,
  INHERITED_SCOPED_ROLE,
  PLATFORM_ROLE_PERMISSIONS,
  PROJECT_ROLE_PERMISSIONS,
  ROLES_OVER_ALL_WORKSPACES,
  WORKSPACE_ROLE_PERMISSIONS,
} from './roles.ts'

/** The permission without which a scope does not exist for the actor: its absence is NOT_FOUND, not FORBIDDEN. */
export const VIEW_PERMISSION = {
  workspace: 'workspace.view',
  project: 'project.view',
  devops: 'devops.view',
} as const satisfies Partial<Record<ScopeKind, Permission>>

type PermissionsByKind = {
  platform: PlatformPermission
  workspace: WorkspacePermission
  project: ProjectPermission
  devops: DevopsPermission
}

const rulesAllWorkspaces = (actor: Actor): boolean => ROLES_OVER_ALL_WORKSPACES.includes(actor.platformRole)

/**
 * Roles in a project or DevOps project: the invited one and the one that the workspace role gives.
 * An invitation counts only while its holder is a member of the workspace: leaving a workspace ends everything in it.
 */
function scopedRoles<R extends DevopsRole>(
  actor: Actor,
  workspaceId: string,
  invited: R | undefined,
): (R | ScopedRole)[] {
  const workspaceRole = actor.workspaces.get(workspaceId)
  if (!workspaceRole) return []
  const inherited = INHERITED_SCOPED_ROLE[workspaceRole]
  return [...(invited ? [invited] : []), ...(inherited ? [inherited] : [])]
}

function workspacePermissions(actor: Actor, scope: WorkspaceScope): WorkspacePermission[] {
  if (rulesAllWorkspaces(actor)) return [...PERMISSIONS.workspace]
  const role: WorkspaceRole | undefined = actor.workspaces.get(scope.workspaceId)
  return role ? [...WORKSPACE_ROLE_PERMISSIONS[role]] : []
}

function projectPermissions(actor: Actor, scope: ProjectScope): ProjectPermission[] {
  if (rulesAllWorkspaces(actor)) return [...PERMISSIONS.project]
  const roles = scopedRoles(actor, scope.workspaceId, actor.projects.get(scope.projectId))
  return PERMISSIONS.project.filter((permission) =>
    roles.some((role) => PROJECT_ROLE_PERMISSIONS[role].includes(permission)),
  )
}

function devopsPermissions(actor: Actor, scope: DevopsScope): DevopsPermission[] {
  if (rulesAllWorkspaces(actor)) return [...PERMISSIONS.devops]
  const roles = scopedRoles(actor, scope.workspaceId, actor.devopsProjects.get(scope.devopsProjectId))
  return PERMISSIONS.devops.filter((permission) =>
    roles.some((role) => devopsRolePermissions(role).includes(permission)),
  )
}

function held(actor: Actor, scope: Scope): readonly Permission[] {
  if (actor.mustChangePassword) return []
  switch (scope.kind) {
    case 'platform':
      return PLATFORM_ROLE_PERMISSIONS[actor.platformRole]
    case 'workspace':
      return workspacePermissions(actor, scope)
    case 'project':
      return projectPermissions(actor, scope)
    case 'devops':
      return devopsPermissions(actor, scope)
  }
}

/** True when one of the actor's roles gives the permission in the scope. A permission of another kind of scope is always refused. */
export const can = (actor: Actor, permission: Permission, scope: Scope): boolean =>
  held(actor, scope).includes(permission)

/** Everything the actor may do in the scope, in the catalogue's order; what the console uses to show or hide. */
export function permissionsIn<K extends ScopeKind>(
  actor: Actor,
  scope: ScopeByKind[K] & { kind: K },
): PermissionsByKind[K][] {
  const allowed = held(actor, scope)
  return PERMISSIONS[scope.kind].filter((permission) => allowed.includes(permission)) as PermissionsByKind[K][]
}

/** True when the scope exists for the actor at all. */
export function canSee(actor: Actor, scope: Scope): boolean {
  return scope.kind === 'platform' || can(actor, VIEW_PERMISSION[scope.kind], scope)
}

/** The permissions that the actor does not hold in the scope: what giving them to somebody would exceed. */
export function exceeding(actor: Actor, permissions: readonly Permission[], scope: Scope): Permission[] {
  const own = held(actor, scope)
  return permissions.filter((permission) => !own.includes(permission))
}
