import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { requestReconcile } from '#lib/engine/door.ts'
import { findForChange } from './repository.ts'
import type { deploymentRefSchema } from './schema.ts'

/** Asks the engine to look at Git and at the cluster now. */
export async function refreshDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name }: z.output<typeof deploymentRefSchema>,
): Promise<null> {
  const deployment = await findForChange(work.tx, scope, name)
  await requestReconcile(work.tx, deployment.id, 'refresh')
  await recordAudit(work, scope, {
    action: 'deployment.refresh',
    target: { type: 'deployment', id: deployment.id, name },
  })
  return null
}
