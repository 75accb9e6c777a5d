import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requestDeletion } from '#lib/engine/door.ts'
import { findDeploymentId } from './repository.ts'
import type { deleteDeploymentSchema } from './schema.ts'

/** What was typed must be what was asked for. Throws VALIDATION. */
export function requireConfirmation(typed: string, wanted: string): void {
  if (typed === wanted) return
  throw new AppError('VALIDATION', {
    reason: 'confirmation_mismatch',
    fields: { confirmation: { code: 'mismatch' } },
  })
}

/**
 * Asks the engine to delete a deployment, with or without its objects. The person typed its name; `includeKeys` chooses objects of
 * protected kinds one by one, and keys that the inventory does not know choose nothing. Asking again replaces what was asked before:
 * that is how somebody gives up on the objects of a cluster that is gone.
 */
export async function deleteDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name, confirmation, cascade, includeKeys }: z.output<typeof deleteDeploymentSchema>,
): Promise<null> {
  requireConfirmation(confirmation, name)
  const deploymentId = await findDeploymentId(work.tx, scope, name)
  await requestDeletion(work.tx, {
    deploymentId,
    actor: work.actor,
    deletion: { cascade, includeKeys, requestedBy: work.actor.name },
  })
  await recordAudit(work, scope, {
    action: 'deployment.delete',
    target: { type: 'deployment', id: deploymentId, name },
    details: { cascade, includeKeys },
  })
  return null
}
