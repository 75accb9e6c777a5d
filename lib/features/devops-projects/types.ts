import type { DevopsPermission } from '#lib/authz/permissions.ts'

export type ScopedRole = 'admin' | 'operator' | 'viewer'

export type DevopsProjectSummary = {
  id: string
  name: string
  alias: string
  description: string
  role: ScopedRole | null
  permissions: DevopsPermission[]
  deploymentCount: number
  repositoryCount: number
  createdAt: string
}
