/** Rolling back: the deployment is pinned to the commit of an earlier run until the pin is released. */
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { requestReconcile, requestRollback } from '#lib/engine/door.ts'
import { DEFAULT_SYNC_OPTIONS } from '#lib/engine/model/spec.ts'
import { clearHold, findForChange } from './repository.ts'
import type { deploymentRefSchema, rollbackDeploymentSchema } from './schema.ts'

/** Pins the deployment to the commit of a successful run and synchronises it; answers with the number of the new run. */
export async function rollbackDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name, number, applyOnly }: z.output<typeof rollbackDeploymentSchema>,
): Promise<{ number: number }> {
  const { id } = await findForChange(work.tx, scope, name)
  const asked = await requestRollback(work.tx, {
    deploymentId: id,
    actor: work.actor,
    number,
    options: { ...DEFAULT_SYNC_OPTIONS, applyOnly },
  })
  await recordAudit(work, scope, {
    action: 'deployment.rollback',
    target: { type: 'deployment', id, name },
    details: { to: number, commit: asked.commit, applyOnly, number: asked.number },
  })
  return { number: asked.number }
}

/** Lets a pinned deployment follow its revision again. Nothing happens to one that is not pinned. */
export async function releaseDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name }: z.output<typeof deploymentRefSchema>,
): Promise<null> {
  const { id } = await findForChange(work.tx, scope, name)
  if (!(await clearHold(work.tx, id, 'pin'))) return null
  await requestReconcile(work.tx, id, 'edited')
  await recordAudit(work, scope, { action: 'deployment.release', target: { type: 'deployment', id, name } })
  return null
}
