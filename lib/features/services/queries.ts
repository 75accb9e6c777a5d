import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { listServicesIn } from './list-services.ts'
import { projectScopeSchema } from './schema.ts'

/** Services of the project with how they are reached. */
export const listServices = defineQuery({
  name: 'services.list',
  scope: 'project',
  permission: 'project.services.view',
  input: projectScopeSchema,
  run: ({ scope }) => listServicesIn(scope),
})
