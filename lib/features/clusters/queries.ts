import 'server-only'
import { defineQuery } from '#lib/actions/define-query.ts'
import { devopsScopeSchema } from '#lib/features/devops-projects/schema.ts'
import { listClusterWorkspaces } from './assign.ts'
import { listDestinationsOf } from './list-destinations.ts'
import { findCluster, findClusterPage, findRights, findUses } from './platform-list.ts'
import { clusterRefSchema, listClustersSchema } from './schema.ts'

/** Where a deployment of the DevOps project may go: allowed clusters, each with its allowed projects. */
export const listDestinations = defineQuery({
  name: 'clusters.destinations',
  scope: 'devops',
  permission: 'devops.deployments.view',
  input: devopsScopeSchema,
  run: ({ scope }) => listDestinationsOf(scope),
})

const platform = { scope: 'platform', permission: 'platform.clusters.view' } as const

/** All clusters of the installation. */
export const listClusters = defineQuery({
  name: 'clusters.list',
  ...platform,
  input: listClustersSchema,
  run: (_, input) => findClusterPage(input),
})

/** One cluster. */
export const getCluster = defineQuery({
  name: 'clusters.get',
  ...platform,
  input: clusterRefSchema,
  run: (_, { name }) => findCluster(name),
})

/** What Ieum may do in the cluster, asked from it now. */
export const getClusterRights = defineQuery({
  name: 'clusters.rights',
  ...platform,
  input: clusterRefSchema,
  run: (_, { name }) => findRights(name),
})

/** Projects and deployments on the cluster. */
export const getClusterUses = defineQuery({
  name: 'clusters.uses',
  ...platform,
  input: clusterRefSchema,
  run: (_, { name }) => findUses(name),
})

/** Workspaces, and which of them may use the cluster. */
export const getClusterWorkspaces = defineQuery({
  name: 'clusters.workspaces',
  ...platform,
  input: clusterRefSchema,
  run: (_, { name }) => listClusterWorkspaces(name),
})
