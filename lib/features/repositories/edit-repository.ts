import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requestLook } from '#lib/engine/door.ts'
import { checkReachable, credentialId, type CheckOutcome } from './import-repository.ts'
import { findRepository, findRepositoryId } from './repository.ts'
import type { editRepositorySchema } from './schema.ts'

type Edit = z.output<typeof editRepositorySchema>

/**
 * Tries the credential that the repository shall get; null where it keeps the one it has. Throws NOT_FOUND and what the test of an import
 * throws.
 */
export async function tryCredential(
  scope: DevopsScope,
  { name, credential, withoutConnection }: Edit,
): Promise<CheckOutcome | null> {
  if (credential === undefined) return null
  const { url, credential: present } = await findRepository(scope, name)
  if (credential === present) return null
  return checkReachable(scope, { url, credential, withoutConnection }, {})
}

/**
 * Changes alias, description and credential; with another credential the deployments are woken. Throws NOT_FOUND, or CONFLICT
 * `version_changed` when somebody else has edited since.
 */
export async function editRepositoryIn(
  work: Work,
  scope: DevopsScope,
  { name, alias, description, credential, version }: Edit,
  check: CheckOutcome | null,
): Promise<{ version: number }> {
  const id = await findRepositoryId(work.tx, scope, name)
  if (!id) throw new AppError('NOT_FOUND')
  const signIn =
    credential === undefined || check === null
      ? {}
      : {
          credentialId: credential === null ? null : await credentialId(work.tx, scope.devopsProjectId, credential),
          ...{ checkReason: '', checkMessage: '', ...check, checkedAt: new Date() },
        }
  const { count } = await work.tx.codeRepository.updateMany({
    where: { id, devopsProjectId: scope.devopsProjectId, version },
    data: { alias, description, ...signIn, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, scope, {
    action: 'repository.edit',
    target: { type: 'repository', id, name },
    details: { alias, description, ...(check !== null && { credential }) },
  })
  if (check !== null) await wakeDeploymentsOf(work, id)
  return { version: version + 1 }
}

async function wakeDeploymentsOf({ tx }: Work, repositoryId: string): Promise<void> {
  const rows = await tx.continuousDeployment.findMany({ where: { repositoryId }, select: { id: true } })
  await requestLook(
    tx,
    rows.map(({ id }) => id),
  )
}
