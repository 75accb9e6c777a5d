/** The log of a pod's container, by both ways to the pod. */
import 'server-only'
import { defineRoute } from '#lib/actions/define-route.ts'
import { findInDeployment, findInProject, type ObjectRef } from './access.ts'
import { logResponse } from './log-stream.ts'
import { deploymentLogsSchema, projectLogsSchema } from './schema.ts'

const podRef = ({ namespace, pod }: { namespace: string; pod: string }): ObjectRef => ({
  ...{ group: '', version: 'v1', kind: 'Pod' },
  ...{ namespace, object: pod },
})

type Flags = 'follow' | 'previous' | 'download'

const withFlags = <Input extends Record<Flags, 'true' | 'false'>>(input: Input) => ({
  ...input,
  follow: input.follow === 'true',
  previous: input.previous === 'true',
  download: input.download === 'true',
})

export const projectLogs = defineRoute({
  name: 'objects.logs-in-project',
  scope: 'project',
  permission: 'project.workloads.view',
  input: projectLogsSchema,
  respond: async ({ actor, scope }, input, request) => {
    const { kube } = await findInProject(scope, podRef(input))
    return logResponse(kube, actor.id, withFlags(input), request.signal)
  },
})

export const deploymentLogs = defineRoute({
  name: 'objects.logs-in-deployment',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: deploymentLogsSchema,
  respond: async ({ actor, scope }, input, request) => {
    const { kube } = await findInDeployment(scope, input.name, podRef(input))
    return logResponse(kube, actor.id, withFlags(input), request.signal)
  },
})
