import type { ProjectPermission } from '#lib/authz/permissions.ts'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'

export type ProjectSummary = {
  id: string
  /** The namespace's name. */
  name: string
  alias: string
  description: string
  cluster: ClusterSummary
  role: 'admin' | 'operator' | 'viewer' | null
  permissions: ProjectPermission[]
  createdAt: string
}
