import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { lookInDeployment, lookInProject } from './access.ts'
import { compareObject, readObjectPreview } from './compare.ts'
import { listDeploymentEvents } from './deployment-events.ts'
import { listConfigIn, listEventsIn, listPodsIn, listWorkloadsIn } from './list-objects.ts'
import { readProjectHealth } from './project-health.ts'
import { readDetail } from './read-detail.ts'
import { deploymentRefSchema, previewRefSchema } from '#lib/features/deployments/schema.ts'
import {
  comparisonSchema,
  deploymentObjectSchema,
  listConfigSchema,
  listEventsSchema,
  listPodsSchema,
  listWorkloadsSchema,
  projectObjectSchema,
  projectScopeSchema,
} from './schema.ts'

/** What the project holds and what is wrong in it. */
export const getProjectHealth = defineQuery({
  name: 'objects.project-health',
  scope: 'project',
  permission: 'project.workloads.view',
  input: projectScopeSchema,
  run: ({ scope }) => readProjectHealth(scope),
})

export const listWorkloads = defineQuery({
  name: 'objects.workloads',
  scope: 'project',
  permission: 'project.workloads.view',
  input: listWorkloadsSchema,
  run: ({ scope }, input) => listWorkloadsIn(scope, input),
})

export const listPods = defineQuery({
  name: 'objects.pods',
  scope: 'project',
  permission: 'project.workloads.view',
  input: listPodsSchema,
  run: ({ scope }, input) => listPodsIn(scope, input),
})

/** ConfigMaps and Secrets by their names and the names of their keys. */
export const listConfig = defineQuery({
  name: 'objects.config',
  scope: 'project',
  permission: 'project.workloads.view',
  input: listConfigSchema,
  run: ({ scope }, input) => listConfigIn(scope, input),
})

export const listEvents = defineQuery({
  name: 'objects.events',
  scope: 'project',
  permission: 'project.workloads.view',
  input: listEventsSchema,
  run: ({ scope }, input) => listEventsIn(scope, input),
})

/** One object of the project's namespace; null when it is not (any longer) there. */
export const getProjectObject = defineQuery({
  name: 'objects.in-project',
  scope: 'project',
  permission: 'project.workloads.view',
  input: projectObjectSchema,
  run: async ({ scope }, input) => {
    const found = await lookInProject(scope, input)
    return found && readDetail(scope.workspaceId, found)
  },
})

/** One object that the deployment manages, or one below it; null when there is no such object (any longer). */
export const getDeploymentObject = defineQuery({
  name: 'objects.in-deployment',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: deploymentObjectSchema,
  run: async ({ scope }, input) => {
    const found = await lookInDeployment(scope, input.name, input)
    return found && readDetail(scope.workspaceId, found)
  },
})

/** One object that the deployment manages, as it is and as a synchronisation would make it. */
export const getComparison = defineQuery({
  name: 'objects.comparison',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: comparisonSchema,
  run: ({ scope }, input) => compareObject(scope, input),
})

/** One object as a synchronisation would make it, as far as the engine has said; only for the person who asked. */
export const getObjectPreview = defineQuery({
  name: 'objects.preview',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: previewRefSchema,
  run: ({ scope, actor }, { id }) => readObjectPreview(scope, actor, id),
})

/** What Kubernetes tells about the objects of a deployment. */
export const getDeploymentEvents = defineQuery({
  name: 'objects.deployment-events',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: deploymentRefSchema,
  run: ({ scope }, { name }) => listDeploymentEvents(scope, name),
})
