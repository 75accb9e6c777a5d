/** The policy as the console's actions enforce it: a refusal names the field and the reason. */
import { AppError } from '#lib/core/errors.ts'
import {
  allowsCluster,
  allowsProject,
  allowsRepository,
  type DevopsPolicy,
  type RepositoryRef,
} from '#lib/engine/model/policy.ts'

/** Where a deployment wants to go and what it comes from. */
export type Placement = { repository: string; cluster: string; namespace: string }

/** Throws PRECONDITION with the reason and the field when the policy refuses the placement. */
export function requireAllowed(
  policy: DevopsPolicy,
  { cluster, namespace }: Pick<Placement, 'cluster' | 'namespace'>,
  repository: RepositoryRef,
): void {
  if (!allowsRepository(policy, repository))
    throw new AppError('PRECONDITION', {
      reason: 'repository_not_allowed',
      fields: { repository: { code: 'not_a_choice' } },
      params: { repository: repository.name },
    })
  if (!allowsCluster(policy, cluster))
    throw new AppError('PRECONDITION', {
      reason: 'cluster_not_allowed',
      fields: { cluster: { code: 'not_a_choice' } },
      params: { cluster },
    })
  if (!allowsProject(policy, cluster, namespace))
    throw new AppError('PRECONDITION', {
      reason: 'project_not_allowed',
      fields: { namespace: { code: 'not_a_choice' } },
      params: { cluster, project: namespace },
    })
}
