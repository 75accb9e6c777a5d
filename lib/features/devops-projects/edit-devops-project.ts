import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import type { deleteDevopsProjectSchema, editDevopsProjectSchema } from './schema.ts'

const target = ({ devopsProjectId: id, devopsProject: name }: DevopsScope) => ({ type: 'devops-project', id, name })

/** Changes alias and description. Throws CONFLICT `version_changed` when somebody else has edited since. */
export async function editDevopsProjectIn(
  work: Work,
  scope: DevopsScope,
  { alias, description, version }: z.output<typeof editDevopsProjectSchema>,
): Promise<{ version: number }> {
  const { count } = await work.tx.devopsProject.updateMany({
    where: { id: scope.devopsProjectId, workspaceId: scope.workspaceId, version },
    data: { alias, description, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, scope, {
    action: 'devops-project.edit',
    target: target(scope),
    details: { alias, description },
  })
  return { version: version + 1 }
}

/**
 * Ends a DevOps project with its repositories, credentials, roles and members. Throws VALIDATION `confirmation_mismatch`, PRECONDITION
 * `devops_project_in_use` with the number of its deployments: what they made would be left in clusters with nobody to look after it.
 */
export async function deleteDevopsProjectIn(
  work: Work,
  scope: DevopsScope,
  { confirmation }: z.output<typeof deleteDevopsProjectSchema>,
): Promise<null> {
  const { devopsProjectId: id, workspaceId } = scope
  if (confirmation !== scope.devopsProject)
    throw new AppError('VALIDATION', {
      reason: 'confirmation_mismatch',
      fields: { confirmation: { code: 'mismatch' } },
    })
  // A deployment that is being created holds the row by its foreign key: whoever comes second sees what the first one did.
  await work.tx.$queryRaw`SELECT 1 FROM "DevopsProject" WHERE "id" = ${id}::uuid FOR UPDATE`
  const count = await work.tx.continuousDeployment.count({ where: { devopsProjectId: id } })
  if (count > 0) throw new AppError('PRECONDITION', { reason: 'devops_project_in_use', params: { count } })
  // Repositories first: they hold their credentials.
  await work.tx.codeRepository.deleteMany({ where: { devopsProjectId: id } })
  await work.tx.devopsProjectMember.deleteMany({ where: { devopsProjectId: id } })
  await work.tx.devopsProject.delete({ where: { id, workspaceId } })
  await recordAudit(work, scope, { action: 'devops-project.delete', target: target(scope) })
  return null
}
