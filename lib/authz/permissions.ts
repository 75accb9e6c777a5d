/**
 * The permission catalogue and the role tables. One table drives server, UI and tests.
 * Source of the roles: the preset roles of the tutorial's system (workspace, project, DevOps project).
 */
export const PERMISSIONS = {
  platform: [
    'platform.workspaces.view',
    'platform.workspaces.manage',
    'platform.users.view',
    'platform.users.manage',
    'platform.clusters.view',
    'platform.clusters.manage',
    'platform.audit.view',
    'platform.settings.manage',
  ],
  workspace: [
    'workspace.view',
    'workspace.settings.manage',
    'workspace.members.view',
    'workspace.members.manage',
    'workspace.projects.create',
    'workspace.devops-projects.create',
    'workspace.audit.view',
  ],
  project: [
    'project.view',
    'project.services.view',
    'project.services.manage',
    'project.workloads.view',
    'project.workloads.manage',
    'project.secrets.reveal',
    'project.members.view',
    'project.members.manage',
    'project.settings.manage',
  ],
  devops: [
    'devops.view',
    'devops.repositories.view',
    'devops.repositories.manage',
    'devops.deployments.view',
    'devops.deployments.manage',
    'devops.secrets.reveal',
    'devops.credentials.view',
    'devops.credentials.manage',
    'devops.members.view',
    'devops.members.manage',
    'devops.settings.view',
    'devops.settings.manage',
  ],
} as const

export type ScopeKind = keyof typeof PERMISSIONS
export type PlatformPermission = (typeof PERMISSIONS)['platform'][number]
export type WorkspacePermission = (typeof PERMISSIONS)['workspace'][number]
export type ProjectPermission = (typeof PERMISSIONS)['project'][number]
export type DevopsPermission = (typeof PERMISSIONS)['devops'][number]
export type Permission = PlatformPermission | WorkspacePermission | ProjectPermission | DevopsPermission
