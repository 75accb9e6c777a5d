/** Where an edited deployment comes from and goes to. */
import type { Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requireAllowed, type Placement } from '#lib/features/devops-projects/policy.ts'
import { readPolicy } from '#lib/features/devops-projects/public.ts'
import { findRepositoryRef } from '#lib/features/repositories/public.ts'
import { checkPlacement } from './check-placement.ts'
import type { DeploymentChange, DeploymentForChange } from './repository.ts'

/** What the new placement changes; null when nothing does. Refused as its creation would be. */
export async function movesOf(
  work: Work,
  scope: DevopsScope,
  current: DeploymentForChange,
  placement: Placement,
  createNamespace: boolean,
): Promise<DeploymentChange | null> {
  const { repository, cluster, namespace } = placement
  if (cluster !== current.cluster.name || namespace !== current.namespace)
    return { ...(await checkPlacement(work, scope, placement, createNamespace)), namespace }
  if (repository === current.repository.name) return null
  const found = await findRepositoryRef(work.tx, scope, repository)
  if (!found) throw new AppError('NOT_FOUND', { fields: { repository: { code: 'not_found' } } })
  requireAllowed(await readPolicy(work.tx, scope.devopsProjectId), placement, found)
  return { repositoryId: found.id }
}
