import { z } from 'zod'
import { pageRequestSchema } from '#lib/core/page.ts'
import { HEALTH_STATUSES } from '#lib/engine/model/health.ts'
import { deploymentRefSchema } from '#lib/features/deployments/schema.ts'
import { projectScopeSchema } from '#lib/features/services/schema.ts'

/** What may stand as one segment of an API path; the door checks it again. */
const segment = z.string().regex(/^(?!\.\.?$)[^/%\s]{1,253}$/, { error: 'invalid' })

/** Which object. `object` is its name: `name` is the deployment's. */
const objectFields = {
  group: segment.or(z.literal('')),
  version: segment,
  kind: segment,
  /** Empty for kinds of the whole cluster. */
  namespace: segment.or(z.literal('')),
  object: segment,
}

export const projectObjectSchema = projectScopeSchema.extend(objectFields)
export const deploymentObjectSchema = deploymentRefSchema.extend(objectFields)

/** An object of a deployment's inventory, by key. */
export const comparisonSchema = deploymentRefSchema.extend({ key: z.string().min(1).max(700) })

/** The object that was looked at: a namesake made meanwhile is another one. */
const seen = { uid: z.string().min(1).max(64) }

export const MAX_REPLICAS = 1000
const replicas = z
  .number({ error: 'invalid' })
  .int({ error: 'invalid' })
  .min(0, { error: 'invalid' })
  .max(MAX_REPLICAS, { error: 'invalid' })
/** What is typed into the dialog. */
export const replicasSchema = z.strictObject({ replicas })
const scaling = {
  ...seen,
  /** The number that was shown. */
  from: z.number().int().min(0).max(1_000_000),
  replicas,
}
const deletion = {
  ...seen,
  propagation: z.enum(['foreground', 'background', 'orphan']).default('background'),
  confirmation: z.string().max(253),
}
const revealing = { ...seen, key: z.string().min(1).max(253) }

export const restartInProjectSchema = projectObjectSchema.extend(seen)
export const restartInDeploymentSchema = deploymentObjectSchema.extend(seen)
export const scaleInProjectSchema = projectObjectSchema.extend(scaling)
export const scaleInDeploymentSchema = deploymentObjectSchema.extend(scaling)
export const deleteInProjectSchema = projectObjectSchema.extend(deletion)
export const deleteInDeploymentSchema = deploymentObjectSchema.extend(deletion)
export const revealInProjectSchema = projectObjectSchema.extend(revealing)
export const revealInDeploymentSchema = deploymentObjectSchema.extend(revealing)

const flag = z.enum(['true', 'false']).default('false')

const logFields = {
  namespace: segment,
  pod: segment,
  container: segment,
  follow: flag,
  previous: flag,
  /** As a file: everything the node still has, up to a limit. */
  download: flag,
  sinceSeconds: z.coerce.number().int().min(1).max(31_536_000).optional(),
  tail: z.coerce.number().int().min(1).max(5000).default(500),
}
export const projectLogsSchema = projectScopeSchema.extend(logFields)
export const deploymentLogsSchema = deploymentRefSchema.extend(logFields)

const listFields = {
  ...pageRequestSchema.shape,
  direction: z.enum(['asc', 'desc']).default('asc'),
}

export const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'Job', 'CronJob'] as const
export const CONFIG_KINDS = ['ConfigMap', 'Secret'] as const
export const EVENT_TYPES = ['Warning', 'Normal'] as const
export const WORKLOAD_SORTS = ['name', 'kind', 'health', 'createdAt'] as const
export const POD_SORTS = ['name', 'health', 'restarts', 'node', 'createdAt'] as const
export const CONFIG_SORTS = ['name', 'kind', 'createdAt'] as const
export const EVENT_SORTS = ['lastAt', 'object', 'reason'] as const

export const listWorkloadsSchema = projectScopeSchema.extend({
  ...listFields,
  kind: z.enum(WORKLOAD_KINDS).optional(),
  health: z.enum(HEALTH_STATUSES).optional(),
  sort: z.enum(WORKLOAD_SORTS).default('name'),
})
export const listPodsSchema = projectScopeSchema.extend({
  ...listFields,
  health: z.enum(HEALTH_STATUSES).optional(),
  sort: z.enum(POD_SORTS).default('name'),
})
export const listConfigSchema = projectScopeSchema.extend({
  ...listFields,
  kind: z.enum(CONFIG_KINDS).optional(),
  sort: z.enum(CONFIG_SORTS).default('name'),
})
export const listEventsSchema = projectScopeSchema.extend({
  ...listFields,
  type: z.enum(EVENT_TYPES).optional(),
  sort: z.enum(EVENT_SORTS).default('lastAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
export { projectScopeSchema } from '#lib/features/services/schema.ts'
