import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { findRepositoryId } from './repository.ts'
import type { deleteRepositorySchema } from './schema.ts'

/**
 * Forgets a repository that no deployment uses; Git itself is not touched. Throws VALIDATION when the typed name differs, PRECONDITION
 * `repository_in_use` with the number of deployments (the foreign key decides where one is created meanwhile).
 */
export async function deleteRepositoryIn(
  work: Work,
  scope: DevopsScope,
  { name, confirmation }: z.output<typeof deleteRepositorySchema>,
): Promise<null> {
  if (confirmation !== name)
    throw new AppError('VALIDATION', {
      reason: 'confirmation_mismatch',
      fields: { confirmation: { code: 'mismatch' } },
    })
  const id = await findRepositoryId(work.tx, scope, name)
  if (!id) throw new AppError('NOT_FOUND')
  const count = await work.tx.continuousDeployment.count({ where: { repositoryId: id } })
  if (count > 0) throw new AppError('PRECONDITION', { reason: 'repository_in_use', params: { count } })
  await work.tx.codeRepository.delete({ where: { id, devopsProjectId: scope.devopsProjectId } })
  await recordAudit(work, scope, { action: 'repository.delete', target: { type: 'repository', id, name } })
  return null
}
