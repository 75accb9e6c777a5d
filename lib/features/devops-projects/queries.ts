import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { AppError } from '#lib/core/errors.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { readClusterKinds, readPolicyView } from './policy-view.ts'
import { findDevopsProjects } from './repository.ts'
import { clusterKindsSchema, devopsScopeSchema } from './schema.ts'

/** DevOps projects of the workspace that the person may see. */
export const listDevopsProjects = defineQuery({
  name: 'devops-projects.list',
  scope: 'workspace',
  permission: 'workspace.view',
  input: workspaceScopeSchema,
  run: ({ actor, scope }) => findDevopsProjects(actor, scope),
})

export const getDevopsProject = defineQuery({
  name: 'devops-projects.get',
  scope: 'devops',
  permission: 'devops.view',
  input: devopsScopeSchema,
  run: async ({ actor, scope }) => {
    const [project] = await findDevopsProjects(actor, scope, scope.devopsProjectId)
    if (!project) throw new AppError('NOT_FOUND')
    return project
  },
})

/** The policy, what it may name, and what the person may change of it. */
export const getPolicy = defineQuery({
  name: 'devops-projects.policy',
  scope: 'devops',
  permission: 'devops.settings.view',
  input: devopsScopeSchema,
  run: ({ actor, scope }) => readPolicyView(actor, scope),
})

/** Cluster-scoped kinds that a cluster of the workspace serves, dangerous ones marked. */
export const listClusterKinds = defineQuery({
  name: 'devops-projects.cluster-kinds',
  scope: 'devops',
  permission: 'devops.settings.view',
  input: clusterKindsSchema,
  run: ({ scope }, { cluster }) => readClusterKinds(scope, cluster),
})
