/** Pausing: while a pause lasts nothing is synchronised by itself; people still can. */
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { requestReconcile } from '#lib/engine/door.ts'
import { clearHold, findForChange, setPause } from './repository.ts'
import type { deploymentRefSchema, pauseDeploymentSchema } from './schema.ts'

/** Pauses automatic synchronisation, until a moment or until somebody resumes it. A second pause replaces the first. */
export async function pauseDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name, reason, until }: z.output<typeof pauseDeploymentSchema>,
): Promise<null> {
  const { id } = await findForChange(work.tx, scope, name)
  const pause = { reason, by: work.actor.name, at: new Date().toISOString(), until: until ?? null }
  await setPause(work.tx, id, pause)
  // The engine has to know when the pause ends, to go on then and not only at its next look.
  await requestReconcile(work.tx, id, 'edited')
  await recordAudit(work, scope, {
    action: 'deployment.pause',
    target: { type: 'deployment', id, name },
    details: { reason, until: pause.until },
  })
  return null
}

/** Ends a pause; what has changed meanwhile is synchronised at once. Nothing happens to one that is not paused. */
export async function resumeDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name }: z.output<typeof deploymentRefSchema>,
): Promise<null> {
  const { id } = await findForChange(work.tx, scope, name)
  if (!(await clearHold(work.tx, id, 'pause'))) return null
  await requestReconcile(work.tx, id, 'edited')
  await recordAudit(work, scope, { action: 'deployment.resume', target: { type: 'deployment', id, name } })
  return null
}
