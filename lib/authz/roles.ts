/**
 * What each role may do. The one table: the server, the console and the tests read it.
 * Source: the preset roles of the tutorial's system. Operators manage repositories, credentials and deployments,
 * see members and settings, and cannot change settings; a policy is its admin's.
 */
import type { DevopsRole, PlatformRole, ScopedRole, WorkspaceRole } from './actor.ts'
import {
  PERMISSIONS,
  type DevopsPermission,
  type PlatformPermission,
  type ProjectPermission,
  type WorkspacePermission,
} from './permissions.ts'

/** Platform permissions by platform role. */
export const PLATFORM_ROLE_PERMISSIONS: Record<PlatformRole, readonly PlatformPermission[]> = {
  platform_admin: PERMISSIONS.platform,
  users_manager: ['platform.users.view', 'platform.users.manage'],
  workspaces_manager: ['platform.workspaces.view', 'platform.workspaces.manage', 'platform.clusters.view'],
  platform_regular: [],
}

/** Platform roles that act as admin of every workspace and of everything in it. */
export const ROLES_OVER_ALL_WORKSPACES: readonly PlatformRole[] = ['platform_admin', 'workspaces_manager']

export const WORKSPACE_ROLE_PERMISSIONS: Record<WorkspaceRole, readonly WorkspacePermission[]> = {
  admin: PERMISSIONS.workspace,
  self_provisioner: ['workspace.view', 'workspace.projects.create', 'workspace.devops-projects.create'],
  viewer: ['workspace.view', 'workspace.members.view'],
  regular: ['workspace.view'],
}

/** The role that a workspace role gives in every project and DevOps project of the workspace, without an invitation. */
export const INHERITED_SCOPED_ROLE: Record<WorkspaceRole, ScopedRole | null> = {
  admin: 'admin',
  self_provisioner: null,
  viewer: 'viewer',
  regular: null,
}

export const PROJECT_ROLE_PERMISSIONS: Record<ScopedRole, readonly ProjectPermission[]> = {
  admin: PERMISSIONS.project,
  operator: [
    'project.view',
    'project.services.view',
    'project.services.manage',
    'project.workloads.view',
    'project.workloads.manage',
    'project.secrets.reveal',
    'project.members.view',
  ],
  viewer: ['project.view', 'project.services.view', 'project.workloads.view', 'project.members.view'],
}

export const DEVOPS_ROLE_PERMISSIONS: Record<ScopedRole, readonly DevopsPermission[]> = {
  admin: PERMISSIONS.devops,
  operator: [
    'devops.view',
    'devops.repositories.view',
    'devops.repositories.manage',
    'devops.deployments.view',
    'devops.deployments.manage',
    'devops.secrets.reveal',
    'devops.credentials.view',
    'devops.credentials.manage',
    'devops.members.view',
    'devops.settings.view',
  ],
  viewer: [
    'devops.view',
    'devops.repositories.view',
    'devops.deployments.view',
    'devops.credentials.view',
    'devops.members.view',
    'devops.settings.view',
  ],
}

/** What a role allows in its DevOps project, preset or made there. */
export const devopsRolePermissions = (role: DevopsRole): readonly DevopsPermission[] =>
  typeof role === 'string' ? DEVOPS_ROLE_PERMISSIONS[role] : role.permissions
