import type { Reason } from '#lib/core/reasons.ts'

export const CLUSTER_STATES = ['preparing', 'ready', 'unreachable'] as const
export type ClusterState = (typeof CLUSTER_STATES)[number]

/** Steps a sandbox goes through before it is ready; words are `clusters.steps.<step>`. */
export const CLUSTER_STEPS = ['waiting', 'compiling', 'starting'] as const
export type ClusterStep = (typeof CLUSTER_STEPS)[number]

export type ClusterSummary = {
  id: string
  name: string
  alias: string
  sandbox: boolean
  state: ClusterState
  progress: { step: ClusterStep; percent: number; startedAt: string } | null
  reason: Reason | null
  kubeVersion: string
}

/** A place a deployment may go to: a cluster and the projects on it that the DevOps project's policy allows. */
export type Destination = {
  cluster: ClusterSummary
  projects: { name: string; alias: string }[]
}

/** What Ieum needs in a cluster; words are `clusters.rights.<name>`. */
export const RIGHTS = [
  'read',
  'write',
  'namespaces',
  'accounts',
  'bindings',
  'handing',
  'impersonate',
  'definitions',
  'logs',
  'nodes',
] as const
export type RightName = (typeof RIGHTS)[number]
/** `missing`: what the identity may not do of it, as "create deployments.apps"; empty: it may do all of it. */
export type ClusterRight = { name: RightName; missing: string[] }

/** Rights without which nothing can be deployed; without any other one a part of the console does not work. */
export const NEEDED_RIGHTS: readonly RightName[] = ['read', 'write', 'namespaces']

/** What a connection turned out to be. */
export type ClusterFacts = {
  kubeVersion: string
  /** Who Ieum is there; empty where the API server does not say. */
  identity: string
  /** Uid of the namespace kube-system; empty where the identity may not read it. */
  uid: string
  /** Null where the identity may not list nodes. */
  nodeCount: number | null
}

/** The outcome of a connection test: what was found, or why there was no answer. */
export type ClusterTest = {
  server: string
  ms: number
} & (
  | { ok: true; facts: Omit<ClusterFacts, 'uid'>; rights: ClusterRight[]; knownAs: string | null }
  | { ok: false; reason: Reason; params: Record<string, string | number>; detail: string }
)

/** One cluster as the platform's list shows it. Nothing of its credential. */
export type PlatformCluster = ClusterSummary & {
  description: string
  server: string
  identity: string
  nodeCount: number | null
  detail: string
  stateChangedAt: string
  checkedAt: string | null
  createdAt: string
  version: number
  workspaces: { name: string; alias: string }[]
  projectCount: number
  deploymentCount: number
}

/** Where a cluster is used. */
export type ClusterUse = {
  projects: { workspace: string; name: string }[]
  deployments: { workspace: string; devopsProject: string; name: string; namespace: string }[]
}

/** A workspace that may be given the cluster. */
export type ClusterWorkspace = { name: string; alias: string; assigned: boolean; projects: number; deployments: number }
