import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { requestTermination } from '#lib/engine/door.ts'
import { findForChange } from './repository.ts'
import type { deploymentRefSchema } from './schema.ts'

/** Asks the engine to end the sync that is pending or running; answers with its number. What was applied stays. */
export async function terminateSyncIn(
  work: Work,
  scope: DevopsScope,
  { name }: z.output<typeof deploymentRefSchema>,
): Promise<{ number: number }> {
  const { id } = await findForChange(work.tx, scope, name)
  const { number } = await requestTermination(work.tx, { deploymentId: id, actor: work.actor })
  await recordAudit(work, scope, {
    action: 'deployment.terminate-sync',
    target: { type: 'deployment', id, name },
    details: { number },
  })
  return { number }
}
