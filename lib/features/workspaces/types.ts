import type { WorkspacePermission } from '#lib/authz/permissions.ts'
import type { ClusterSummary } from '#lib/features/clusters/types.ts'
import type { Page } from '#lib/core/page.ts'

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

/** A workspace as those see it who manage workspaces. */
export type WorkspaceRow = {
  id: string
  name: string
  alias: string
  description: string
  version: number
  /** Usernames of its administrators, the first few. */
  managers: string[]
  clusters: string[]
  memberCount: number
  projectCount: number
  devopsProjectCount: number
  /** What keeps it from being deleted, the first few: "cluster/project", and names of DevOps projects. */
  projects: string[]
  devopsProjects: string[]
  createdAt: string
}
export type WorkspacePage = Page<WorkspaceRow>

/** Names of a few of many. */
export const MOST_NAMES = 20

/** What the dialogs of a workspace offer. */
export type WorkspaceChoices = {
  people: { username: string; email: string }[]
  /** There are more people than these: search. */
  more: boolean
  clusters: { name: string; alias: string }[]
}

/** One line of the audit log, as the members of a workspace see it. */
export type Activity = { id: string; at: string; actor: string; action: string; target: string }

export type WorkspaceOverview = {
  members: number
  projects: number
  devopsProjects: number
  deployments: number
  /** Deployments that differ from Git, or whose objects are not well. */
  attention: number
  clusters: { cluster: ClusterSummary; projects: number }[]
  activity: Activity[]
}
