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
  version: number
  createdAt: string
}

/** Limits of a project; null is no limit. */
export type ProjectQuota = { cpu: string | null; memory: string | null; pods: number | null }

export type QuotaView = {
  quota: ProjectQuota
  /** What is used, as far as the cluster has counted. */
  used: { cpu: string | null; memory: string | null; pods: string | null }
  /** Empty where there is no quota. */
  resourceVersion: string
}

/** A namespace that belongs to no project, and whom it names as its workspace. */
export type FreeNamespace = { name: string; isOwn: boolean }

export type FreeNamespaces = {
  items: FreeNamespace[]
  /** The person may take a namespace that belongs to nobody; otherwise only those that name the workspace are listed. */
  mayTakeUnowned: boolean
}

/** A continuous deployment whose destination is the project. */
export type ProjectUser = { name: string; devopsProject: string; mayOpen: boolean }
