/**
 * What a DevOps project may deploy, where and from, as stored in `DevopsProject.policy`: set by its admin, checked by the wizard and the
 * create action, and again by the engine after rendering. Pure data. `null` in a list means "everything of the workspace", an empty
 * list means nothing.
 */
import { z } from 'zod'
import { nameSchema } from '#lib/core/names.ts'

const names = z.array(nameSchema).max(500)
const kindRef = z.strictObject({ group: z.string().max(253), kind: z.string().min(1).max(63) })

export const devopsPolicySchema = z.strictObject({
  clusters: names.nullable().default(null),
  /** Projects as destinations, each on one cluster. */
  projects: z
    .array(z.strictObject({ cluster: nameSchema, project: nameSchema }))
    .max(1000)
    .nullable()
    .default(null),
  /** Names of code repositories of the DevOps project. */
  repositories: names.nullable().default(null),
  /** Cluster-scoped kinds that may be deployed; none by default. */
  clusterKinds: z.array(kindRef).max(200).default([]),
  /** Namespaces besides the destination that objects may be placed in. */
  extraNamespaces: names.default([]),
})
export type DevopsPolicy = z.infer<typeof devopsPolicySchema>

const NOTHING: DevopsPolicy = { clusters: [], projects: [], repositories: [], clusterKinds: [], extraNamespaces: [] }

/** The stored policy; one that cannot be read allows nothing. */
export function parsePolicy(stored: unknown): DevopsPolicy {
  const result = devopsPolicySchema.safeParse(stored)
  return result.success ? result.data : NOTHING
}

export const allowsCluster = (policy: DevopsPolicy, cluster: string): boolean =>
  policy.clusters === null || policy.clusters.includes(cluster)

export const allowsProject = (policy: DevopsPolicy, cluster: string, project: string): boolean =>
  policy.projects === null ||
  policy.projects.some((allowed) => allowed.cluster === cluster && allowed.project === project)

export const allowsRepository = (policy: DevopsPolicy, repository: string): boolean =>
  policy.repositories === null || policy.repositories.includes(repository)

export const allowsClusterKind = (policy: DevopsPolicy, group: string, kind: string): boolean =>
  policy.clusterKinds.some((allowed) => allowed.group === group && allowed.kind === kind)
