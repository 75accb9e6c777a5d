/** Who asks, and where: the plain data that every authorisation decision is made of. */
import type { DevopsPermission } from './permissions.ts'

export const PLATFORM_ROLES = ['platform_admin', 'users_manager', 'workspaces_manager', 'platform_regular'] as const
export type PlatformRole = (typeof PLATFORM_ROLES)[number]
export const WORKSPACE_ROLES = ['admin', 'self_provisioner', 'viewer', 'regular'] as const
export type WorkspaceRole = (typeof WORKSPACE_ROLES)[number]
export const SCOPED_ROLES = ['admin', 'operator', 'viewer'] as const
export type ScopedRole = (typeof SCOPED_ROLES)[number]
/** A role that a DevOps project made for itself; its permissions hold what they depend on (dependencies.ts). */
export type CustomRole = { name: string; alias: string; permissions: readonly DevopsPermission[] }
export type DevopsRole = ScopedRole | CustomRole

/** A signed-in person with every role they hold, as the database has it now; maps are keyed by the row's id. */
export type Actor = {
  id: string
  /** The session by which the person asks; absent where none is involved. */
  sessionId?: string
  username: string
  email: string
  locale: string | null
  platformRole: PlatformRole
  /** Somebody else set the password: until it is changed, the person may do nothing else. */
  mustChangePassword: boolean
  workspaces: ReadonlyMap<string, WorkspaceRole>
  projects: ReadonlyMap<string, ScopedRole>
  devopsProjects: ReadonlyMap<string, DevopsRole>
}

export type PlatformScope = { kind: 'platform' }
export type WorkspaceScope = { kind: 'workspace'; workspaceId: string; workspace: string }
export type ProjectScope = {
  kind: 'project'
  workspaceId: string
  workspace: string
  clusterId: string
  cluster: string
  projectId: string
  /** The project's name is the namespace's name. */
  namespace: string
}
export type DevopsScope = {
  kind: 'devops'
  workspaceId: string
  workspace: string
  devopsProjectId: string
  devopsProject: string
}

export type ScopeByKind = {
  platform: PlatformScope
  workspace: WorkspaceScope
  project: ProjectScope
  devops: DevopsScope
}
export type Scope = ScopeByKind[keyof ScopeByKind]
