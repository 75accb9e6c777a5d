import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { requestSync } from '#lib/engine/door.ts'
import { findForChange } from './repository.ts'
import type { syncDeploymentSchema } from './schema.ts'

/** Asks the engine for a synchronisation; answers with the number of the run that will record it. */
export async function syncDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name, options }: z.output<typeof syncDeploymentSchema>,
): Promise<{ number: number }> {
  const deployment = await findForChange(work.tx, scope, name)
  const { number } = await requestSync(work.tx, { deploymentId: deployment.id, actor: work.actor, options })
  await recordAudit(work, scope, {
    action: 'deployment.sync',
    target: { type: 'deployment', id: deployment.id, name },
    details: { number, options },
  })
  return { number }
}
