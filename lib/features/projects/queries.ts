import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { AppError } from '#lib/core/errors.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { db } from '#lib/db/client.ts'
import { findWorkspaceClusters, kubeForCluster, toClusterSummary } from '#lib/features/clusters/public.ts'
import { listFreeNamespaces as freeNamespaces } from './adopt-namespace.ts'
import { findProjectUsers } from './delete-project.ts'
import { findProjects } from './repository.ts'
import { listNamespacesSchema, projectScopeSchema } from './schema.ts'
import { readQuota } from './write-quota.ts'

/** Projects of the workspace that the person may see. */
export const listProjects = defineQuery({
  name: 'projects.list',
  scope: 'workspace',
  permission: 'workspace.view',
  input: workspaceScopeSchema,
  run: ({ actor, scope }) => findProjects(actor, scope),
})

export const getProject = defineQuery({
  name: 'projects.get',
  scope: 'project',
  permission: 'project.view',
  input: projectScopeSchema,
  run: async ({ actor, scope }) => {
    const [project] = await findProjects(actor, scope, scope.projectId)
    if (!project) throw new AppError('NOT_FOUND')
    return project
  },
})

/** What the project may use at most and uses now, asked from the cluster. */
export const getProjectQuota = defineQuery({
  name: 'projects.quota',
  scope: 'project',
  permission: 'project.view',
  input: projectScopeSchema,
  run: async ({ scope }) => readQuota(await kubeForCluster(scope.clusterId), scope.namespace),
})

/** Deployments that go to the project: while there are any, it stays. */
export const listProjectUsers = defineQuery({
  name: 'projects.users',
  scope: 'project',
  permission: 'project.settings.manage',
  input: projectScopeSchema,
  run: ({ actor, scope }) => findProjectUsers(actor, scope),
})

/** Clusters that the workspace may use: where a project can be made. */
export const listWorkspaceClusters = defineQuery({
  name: 'projects.clusters',
  scope: 'workspace',
  permission: 'workspace.projects.create',
  input: workspaceScopeSchema,
  run: async ({ scope }) => (await findWorkspaceClusters(db, scope.workspaceId)).map(toClusterSummary),
})

/** Namespaces of a cluster that the person may make a project of. */
export const listFreeNamespaces = defineQuery({
  name: 'projects.free-namespaces',
  scope: 'workspace',
  permission: 'workspace.settings.manage',
  input: listNamespacesSchema,
  run: ({ actor, scope }, { cluster }) => freeNamespaces(actor, scope, cluster),
})
