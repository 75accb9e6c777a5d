/** Inputs of the continuous deployment actions and queries; forms and server parse with the same schemas. */
import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { deletionSchema, deploymentSpecSchema, ignoreRuleSchema, syncOptionsSchema } from '#lib/engine/model/spec.ts'
import { devopsScopeSchema } from '#lib/features/repositories/schema.ts'
import { HEALTH_STATUSES, SYNC_STATUSES } from './types.ts'

export const DEPLOYMENT_SORTS = ['name', 'health', 'sync', 'location', 'changedAt'] as const

export const listDeploymentsSchema = devopsScopeSchema.extend({
  ...pageRequestSchema.shape,
  health: z.enum(HEALTH_STATUSES).optional(),
  sync: z.enum(SYNC_STATUSES).optional(),
  cluster: nameSchema.optional(),
  repository: nameSchema.optional(),
  sort: z.enum(DEPLOYMENT_SORTS).default('changedAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})
export type ListDeploymentsInput = z.input<typeof listDeploymentsSchema>

export const deploymentRefSchema = devopsScopeSchema.extend({ name: nameSchema })

export const listRunsSchema = deploymentRefSchema.extend({
  page: pageRequestSchema.shape.page,
  pageSize: pageRequestSchema.shape.pageSize,
})
const runNumberSchema = z.number().int().min(1).max(2_147_483_647)
export const runRefSchema = deploymentRefSchema.extend({ number: z.coerce.number().pipe(runNumberSchema) })

export const createDeploymentSchema = devopsScopeSchema.extend({
  name: nameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
  repository: nameSchema,
  cluster: nameSchema,
  namespace: nameSchema,
  spec: deploymentSpecSchema,
})
export type CreateDeploymentInput = z.input<typeof createDeploymentSchema>

/**
 * A draft as its form would save it now; `existing`: of a deployment that is there, otherwise of a new one; `replaces`: the form's preview
 * of before, which nobody reads any more.
 */
export const previewDeploymentSchema = createDeploymentSchema
  .omit({ alias: true, description: true })
  .extend({ existing: z.boolean(), replaces: z.uuid().optional() })

/** One object of a deployment, by key, as a synchronisation would make it now. */
export const previewObjectSchema = deploymentRefSchema.extend({
  key: z.string().min(1).max(700),
  replaces: z.uuid().optional(),
})

/** What is previewed, without the scope. */
export type PreviewInput = Omit<
  z.input<typeof previewDeploymentSchema>,
  keyof z.input<typeof devopsScopeSchema> | 'replaces'
>

export const previewRefSchema = devopsScopeSchema.extend({ id: z.uuid() })

export const editDeploymentSettingsSchema = createDeploymentSchema
  .omit({ alias: true, description: true })
  .extend({ version: z.number().int() })
export type EditDeploymentSettingsInput = z.input<typeof editDeploymentSettingsSchema>

export const editDeploymentInfoSchema = deploymentRefSchema.extend({
  alias: aliasSchema,
  description: descriptionSchema,
  version: z.number().int(),
})

/** Characters of an Application; the editor refuses longer files before it reads them. */
export const LONGEST_YAML = 262_144

export const editDeploymentYamlSchema = deploymentRefSchema.extend({
  yaml: z.string().max(LONGEST_YAML, { error: 'too_long' }),
  version: z.number().int(),
})

const LONGEST_PAUSE_MS = 366 * 86_400_000

/** A moment from now on and not further away than a year. */
const pauseUntilSchema = z.iso.datetime({ offset: true, error: 'invalid' }).refine(
  (text) => {
    const ms = Date.parse(text) - Date.now()
    return ms > 0 && ms <= LONGEST_PAUSE_MS
  },
  { error: 'time_range' },
)

export const pauseDeploymentSchema = deploymentRefSchema.extend({
  reason: z.string().trim().min(1, { error: 'required' }).max(200, { error: 'too_long' }),
  /** Absent: until somebody resumes it. */
  until: pauseUntilSchema.optional(),
})

export const rollbackDeploymentSchema = runRefSchema.extend({
  number: z.number().int().min(1).max(2_147_483_647),
  /** Hooks are left out. */
  applyOnly: z.boolean().default(false),
})

/** Fields of one object, by JSON pointer, that are not compared any more; `version` is the deployment's, as it was looked at. */
export const ignoreDifferenceSchema = deploymentRefSchema.extend({
  key: z.string().min(1).max(700),
  pointers: ignoreRuleSchema.shape.jsonPointers.unwrap().min(1),
  version: z.number().int(),
})

/** One object of one run. */
export const runObjectRefSchema = runRefSchema.extend({ key: z.string().min(1).max(700) })

export const syncDeploymentSchema = deploymentRefSchema.extend({ options: syncOptionsSchema })

export const deleteDeploymentSchema = deploymentRefSchema.extend({
  confirmation: z.string().max(63),
  ...deletionSchema.omit({ requestedBy: true }).shape,
})

/** Deployments of one batch: what a person can still look through before confirming. */
export const MOST_AT_ONCE = 200

const many = { names: z.array(nameSchema).min(1).max(MOST_AT_ONCE, { error: 'too_long' }) }

/** The same acts on many deployments of one DevOps project. */
export const manyDeploymentsSchema = devopsScopeSchema.extend(many)
/** `plans`: by name, the digest of the plan that was shown; only exactly that is carried out. */
export const syncManySchema = manyDeploymentsSchema.extend({
  options: syncOptionsSchema,
  plans: z.record(nameSchema, syncOptionsSchema.shape.expectedPlan.unwrap()).default({}),
})
/** Plans of a batch that are read together: as many as are made at the same time. */
export const MOST_PLANS = 8
/** Runs as "name:number", with commas between them. */
export const batchPlansSchema = devopsScopeSchema.extend({
  runs: z
    .string()
    .max(1000)
    .transform((text) => text.split(',').map((run) => run.split(':')))
    .pipe(z.array(z.tuple([nameSchema, z.string().transform(Number).pipe(runNumberSchema)])).max(MOST_PLANS)),
})
export const pauseManySchema = pauseDeploymentSchema.omit({ name: true }).extend(many)
/** `confirmation` is the DevOps project's name: no list of names could be typed. */
export const deleteManySchema = deleteDeploymentSchema.omit({ name: true, includeKeys: true }).extend(many)

/** Names that a person may give to searches in one DevOps project. */
export const MOST_SAVED_FILTERS = 20

/** A search with its filters and order, without a page. */
export const savedFilterSchema = listDeploymentsSchema.pick({
  search: true,
  health: true,
  sync: true,
  cluster: true,
  repository: true,
  sort: true,
  direction: true,
})
const filterNameSchema = z.string().trim().min(1, { error: 'required' }).max(40, { error: 'too_long' })

export const saveFilterSchema = devopsScopeSchema.extend({ name: filterNameSchema, filter: savedFilterSchema })
export const forgetFilterSchema = devopsScopeSchema.extend({ id: z.uuid() })
