import type { WorkspacePermission } from '#lib/authz/permissions.ts'

export type WorkspaceRole = 'admin' | 'self_provisioner' | 'viewer' | 'regular'

export type WorkspaceSummary = {
  id: string
  name: string
  alias: string
  description: string
  version: number
  /** The reader's role; null for a platform role that sees every workspace. */
  role: WorkspaceRole | null
  permissions: WorkspacePermission[]
  projectCount: number
  devopsProjectCount: number
  createdAt: string
}
