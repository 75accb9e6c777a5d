/** Where a new deployment may go, or one that moves, and the rows it refers to. */
import type { Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { findWorkspaceCluster } from '#lib/features/clusters/public.ts'
import { requireAllowed, type Placement } from '#lib/features/devops-projects/policy.ts'
import { readPolicy } from '#lib/features/devops-projects/public.ts'
import { claimProject, isReservedNamespace, lockPlace } from '#lib/features/projects/public.ts'
import { findRepositoryRef } from '#lib/features/repositories/public.ts'

const missing = (field: string) => new AppError('NOT_FOUND', { fields: { [field]: { code: 'not_found' } } })

/**
 * Checks repository, cluster and project against the DevOps project's policy and the workspace's rows. With `createNamespace` a free
 * name becomes a project of the workspace at once: the database decides between two who want the same one.
 */
export async function checkPlacement(
  work: Work,
  scope: DevopsScope,
  placement: Placement,
  createNamespace: boolean,
): Promise<{ repositoryId: string; clusterId: string }> {
  const repository = await findRepositoryRef(work.tx, scope, placement.repository)
  if (!repository) throw missing('repository')
  requireAllowed(await readPolicy(work.tx, scope.devopsProjectId), placement, repository)
  const cluster = await findWorkspaceCluster(work.tx, scope.workspaceId, placement.cluster)
  if (!cluster) throw missing('cluster')
  // Two who ask for the same free name come one after the other, so that the second finds the project of the first.
  await lockPlace(work.tx, cluster.id, placement.namespace)
  const owner = await work.tx.project.findUnique({
    where: { clusterId_name: { clusterId: cluster.id, name: placement.namespace } },
    select: { workspaceId: true },
  })
  if (owner && owner.workspaceId !== scope.workspaceId) throw refusedNamespace(placement, 'project_not_allowed')
  if (!owner) {
    if (!createNamespace) throw refusedNamespace(placement, 'project_missing')
    if (isReservedNamespace(placement.namespace)) throw refusedNamespace(placement, 'namespace_not_allowed')
    await claimProject(work, scope, { clusterId: cluster.id, name: placement.namespace })
  }
  return { repositoryId: repository.id, clusterId: cluster.id }
}

function refusedNamespace(
  { cluster, namespace }: Placement,
  reason: 'project_not_allowed' | 'project_missing' | 'namespace_not_allowed',
): AppError {
  return new AppError('PRECONDITION', {
    reason,
    fields: { namespace: { code: reason === 'project_missing' ? 'not_found' : 'not_a_choice' } },
    params: { cluster, project: namespace, namespace },
  })
}
