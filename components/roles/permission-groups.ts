import type { DevopsPermission } from '#lib/authz/permissions.ts'

/** The catalogue in the order of the console's own navigation. A test keeps it complete. */
export const PERMISSION_GROUPS = {
  basic: ['devops.view'],
  deployments: ['devops.deployments.view', 'devops.deployments.manage', 'devops.secrets.reveal'],
  repositories: ['devops.repositories.view', 'devops.repositories.manage'],
  credentials: ['devops.credentials.view', 'devops.credentials.manage'],
  members: ['devops.members.view', 'devops.members.manage'],
  settings: ['devops.settings.view', 'devops.settings.manage'],
} as const satisfies Record<string, readonly DevopsPermission[]>

export type PermissionGroup = keyof typeof PERMISSION_GROUPS
export const GROUP_NAMES = Object.keys(PERMISSION_GROUPS) as PermissionGroup[]
