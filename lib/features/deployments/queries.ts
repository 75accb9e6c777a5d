import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { AppError } from '#lib/core/errors.ts'
import { devopsScopeSchema } from '#lib/features/repositories/schema.ts'
import { findBatchPlans } from './batch-plans.ts'
import { findDeploymentDetail } from './detail.ts'
import { findHappenings } from './happenings.ts'
import { findDeploymentPage } from './list-rows.ts'
import { readTree } from './live/read-tree.ts'
import { findPreview } from './previews.ts'
import { readDeploymentYaml } from './read-yaml.ts'
import { findSavedFilters } from './saved-filters.ts'
import { findRun, findRunDifferences, findRuns } from './runs.ts'
import {
  batchPlansSchema,
  deploymentRefSchema,
  listDeploymentsSchema,
  listRunsSchema,
  previewRefSchema,
  runObjectRefSchema,
  runRefSchema,
} from './schema.ts'

const access = { scope: 'devops', permission: 'devops.deployments.view' } as const

/** A page of the list and the counts of the whole DevOps project. */
export const listDeployments = defineQuery({
  name: 'deployments.list',
  ...access,
  input: listDeploymentsSchema,
  run: ({ scope }, input) => findDeploymentPage(scope, input),
})

export const getDeployment = defineQuery({
  name: 'deployments.get',
  ...access,
  input: deploymentRefSchema,
  run: ({ scope }, { name }) => findDeploymentDetail(scope, name),
})

/** The deployment as an Argo CD Application, with the version that guards its editing. */
export const getDeploymentYaml = defineQuery({
  name: 'deployments.yaml',
  ...access,
  input: deploymentRefSchema,
  run: ({ scope }, { name }) => readDeploymentYaml(scope, name),
})

/** What a draft would do, as far as the engine has said; only for the person who asked. */
export const getPreview = defineQuery({
  name: 'deployments.preview',
  ...access,
  permission: 'devops.deployments.manage',
  input: previewRefSchema,
  run: ({ scope, actor }, { id }) => findPreview(scope, actor, id),
})

/** What the runs of a batch would do, as far as they are planned. */
export const listBatchPlans = defineQuery({
  name: 'deployments.batch-plans',
  ...access,
  input: batchPlansSchema,
  run: ({ scope }, { runs }) => findBatchPlans(scope, runs),
})

/** Recorded synchronisations, newest first. */
export const listRuns = defineQuery({
  name: 'deployments.runs',
  ...access,
  input: listRunsSchema,
  run: ({ scope }, input) => findRuns(scope, input),
})

/** One synchronisation with the result of each object. */
export const getRun = defineQuery({
  name: 'deployments.run',
  ...access,
  input: runRefSchema,
  run: async ({ scope }, { name, number }) => {
    const run = await findRun(scope, name, number)
    if (!run) throw new AppError('NOT_FOUND')
    return run
  },
})

/** What a synchronisation changes in one object, field by field. */
export const getRunDifferences = defineQuery({
  name: 'deployments.run-differences',
  ...access,
  input: runObjectRefSchema,
  run: ({ scope }, input) => findRunDifferences(scope, input),
})

/** The person's own named searches in this DevOps project. */
export const listSavedFilters = defineQuery({
  name: 'deployments.saved-filters',
  ...access,
  input: devopsScopeSchema,
  run: ({ actor, scope }) => findSavedFilters(actor, scope),
})

/** What Kubernetes made for the objects of a deployment, live. */
export const getDeploymentTree = defineQuery({
  name: 'deployments.tree',
  ...access,
  input: deploymentRefSchema,
  run: ({ scope }, { name }) => readTree(scope, name),
})

/** What people did with a deployment and how its synchronisations ended, newest first. */
export const listHappenings = defineQuery({
  name: 'deployments.happenings',
  ...access,
  input: deploymentRefSchema,
  run: ({ scope }, { name }) => findHappenings(scope, name),
})
