/**
 * What a DevOps project may deploy, where and from, as stored in `DevopsProject.policy`: set by its admin, checked by the wizard and the
 * create action, and again by the engine after rendering: what a repository contains is known only then. Pure data.
 */
import { z } from 'zod'
import { nameSchema } from '#lib/core/names.ts'
import type { Reason } from '#lib/core/reasons.ts'

const names = z.array(nameSchema).max(500)

export const devopsPolicySchema = z.strictObject({
  /** Where deployments may go. Empty: to every project of the workspace. "*": to every project of the workspace on that cluster. */
  destinations: z
    .array(z.strictObject({ cluster: nameSchema, namespaces: z.union([z.literal('*'), names]) }))
    .max(200)
    .default([]),
  /** Namespaces that manifests may name besides the destination and the projects of the workspace. */
  extraNamespaces: z
    .array(z.strictObject({ cluster: nameSchema, namespace: nameSchema }))
    .max(500)
    .default([]),
  /** Cluster-scoped kinds that manifests may contain, none by default; "*" stands for every kind of a group, or for every group. */
  clusterKinds: z
    .array(z.strictObject({ group: z.string().max(253).default(''), kind: z.string().min(1).max(63) }))
    .max(200)
    .default([]),
  /** Services may take traffic to addresses of their choice (`externalIPs`), also to those of others. */
  externalIps: z.boolean().default(false),
  /** Names of code repositories of the DevOps project. */
  repositories: z.union([z.literal('*'), names]).default('*'),
})
export type DevopsPolicy = z.infer<typeof devopsPolicySchema>

const NOTHING: DevopsPolicy = {
  destinations: [{ cluster: '', namespaces: [] }],
  extraNamespaces: [],
  clusterKinds: [],
  externalIps: false,
  repositories: [],
}

/** The stored policy; one that cannot be read allows nothing. */
export function parsePolicy(stored: unknown): DevopsPolicy {
  const result = devopsPolicySchema.safeParse(stored)
  return result.success ? result.data : NOTHING
}

/** True when deployments may go to the cluster. Whether the workspace may use it is another question. */
export const allowsCluster = (policy: DevopsPolicy, cluster: string): boolean =>
  policy.destinations.length === 0 || policy.destinations.some((entry) => entry.cluster === cluster)

/** True when deployments may go to this project of the workspace. */
export const allowsProject = (policy: DevopsPolicy, cluster: string, project: string): boolean =>
  policy.destinations.length === 0 ||
  policy.destinations.some(
    (entry) => entry.cluster === cluster && (entry.namespaces === '*' || entry.namespaces.includes(project)),
  )

/** True when the policy itself names the namespace; then it need not be a project of the workspace. */
const namesNamespace = (policy: DevopsPolicy, cluster: string, namespace: string): boolean =>
  policy.destinations.some(
    (entry) => entry.cluster === cluster && entry.namespaces !== '*' && entry.namespaces.includes(namespace),
  )

export type Destination = {
  cluster: string
  namespace: string
  /** The workspace may use the cluster. */
  isClusterOfWorkspace: boolean
  /** The namespace is a project of the workspace. */
  isProject: boolean
  /** The deployment may create its project. Whether the namespace is really new, only the API server knows. */
  createNamespace: boolean
}

/**
 * Why a deployment may not go there, or null when it may: to a project of its workspace, to one it creates, or to a namespace that the
 * policy names.
 */
export function destinationRefusal(policy: DevopsPolicy, destination: Destination): Reason | null {
  const { cluster, namespace, isClusterOfWorkspace, isProject, createNamespace } = destination
  if (!isClusterOfWorkspace || !allowsCluster(policy, cluster)) return 'cluster_not_allowed'
  if (namesNamespace(policy, cluster, namespace)) return null
  return allowsProject(policy, cluster, namespace) && (isProject || createNamespace) ? null : 'project_not_allowed'
}

/** True when code from the code repository of this name may be deployed. */
export const allowsRepository = (policy: DevopsPolicy, repository: string): boolean =>
  policy.repositories === '*' || policy.repositories.includes(repository)

/** True when manifests may contain this cluster-scoped kind. */
export const allowsClusterKind = (policy: DevopsPolicy, group: string, kind: string): boolean =>
  policy.clusterKinds.some(
    (allowed) => (allowed.group === '*' || allowed.group === group) && (allowed.kind === '*' || allowed.kind === kind),
  )

/** True when manifests may put objects into this namespace, which is neither the destination nor made by the same set. */
export const allowsNamespace = (
  policy: DevopsPolicy,
  place: { cluster: string; namespace: string; projects: ReadonlySet<string> },
): boolean =>
  place.projects.has(place.namespace) ||
  policy.extraNamespaces.some((extra) => extra.cluster === place.cluster && extra.namespace === place.namespace)
