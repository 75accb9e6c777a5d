import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { listServicesIn } from './list-services.ts'
import { lookUpNodePort } from './node-port.ts'
import { nodePortQuerySchema, projectScopeSchema } from './schema.ts'

/** Services of the project with how they are reached. */
export const listServices = defineQuery({
  name: 'services.list',
  scope: 'project',
  permission: 'project.services.view',
  input: projectScopeSchema,
  run: ({ scope }) => listServicesIn(scope),
})

/** Whether a node port is free for a port of a Service. For those who may ask for it. */
export const getNodePort = defineQuery({
  name: 'services.node-port',
  scope: 'project',
  permission: 'project.services.manage',
  input: nodePortQuerySchema,
  run: ({ actor, scope }, input) => lookUpNodePort(actor, scope, input),
})
