import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { findRepositoryId } from './repository.ts'
import type { editRepositorySchema } from './schema.ts'

/** Changes alias and description. Throws NOT_FOUND, or CONFLICT `version_changed` when somebody else has edited since. */
export async function editRepositoryIn(
  work: Work,
  scope: DevopsScope,
  { name, alias, description, version }: z.output<typeof editRepositorySchema>,
): Promise<{ version: number }> {
  const id = await findRepositoryId(work.tx, scope, name)
  if (!id) throw new AppError('NOT_FOUND')
  const { count } = await work.tx.codeRepository.updateMany({
    where: { id, devopsProjectId: scope.devopsProjectId, version },
    data: { alias, description, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, scope, {
    action: 'repository.edit',
    target: { type: 'repository', id, name },
    details: { alias, description },
  })
  return { version: version + 1 }
}
