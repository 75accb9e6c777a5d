import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { findForChange, updateDeployment } from './repository.ts'
import type { editDeploymentInfoSchema } from './schema.ts'

/** Changes what people call a deployment; the engine has nothing to do with it. */
export async function editInfo(
  work: Work,
  scope: DevopsScope,
  { name, alias, description, version }: z.output<typeof editDeploymentInfoSchema>,
): Promise<{ version: number }> {
  const deployment = await findForChange(work.tx, scope, name)
  const next = await updateDeployment(work.tx, scope, deployment.id, version, { alias, description })
  await recordAudit(work, scope, {
    action: 'deployment.edit-info',
    target: { type: 'deployment', id: deployment.id, name },
    details: { alias, description },
  })
  return { version: next }
}
