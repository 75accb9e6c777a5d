import type { DevopsScope } from '#lib/authz/actor.ts'
import { allowsCluster, allowsProject } from '#lib/engine/model/policy.ts'
import { readPolicy } from '#lib/features/devops-projects/public.ts'
import { db } from '#lib/db/client.ts'
import { findWorkspaceClusters, toClusterSummary } from './repository.ts'
import type { Destination } from './types.ts'

/** Clusters of the workspace and projects on them, as far as the DevOps project's policy allows them. */
export async function listDestinationsOf(scope: DevopsScope): Promise<Destination[]> {
  const [policy, clusters] = await Promise.all([
    readPolicy(db, scope.devopsProjectId),
    findWorkspaceClusters(db, scope.workspaceId),
  ])
  return clusters
    .filter((cluster) => allowsCluster(policy, cluster.name))
    .map(({ projects, ...cluster }) => ({
      cluster: toClusterSummary(cluster),
      projects: projects.filter((project) => allowsProject(policy, cluster.name, project.name)),
    }))
}
