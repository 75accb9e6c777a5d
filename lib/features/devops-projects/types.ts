import type { DevopsRole } from '#lib/authz/actor.ts'
import type { DevopsPermission } from '#lib/authz/permissions.ts'

export type DevopsProjectSummary = {
  id: string
  name: string
  alias: string
  description: string
  /** The reader's own role; null where another role gives what they may do. */
  role: DevopsRole | null
  version: number
  permissions: DevopsPermission[]
  deploymentCount: number
  repositoryCount: number
  createdAt: string
}
