import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { devopsScopeSchema } from '#lib/features/devops-projects/schema.ts'
import { listDestinationsOf } from './list-destinations.ts'

/** Where a deployment of the DevOps project may go: allowed clusters, each with its allowed projects. */
export const listDestinations = defineQuery({
  name: 'clusters.destinations',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: devopsScopeSchema,
  run: ({ scope }) => listDestinationsOf(scope),
})
