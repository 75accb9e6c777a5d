import { isDeepStrictEqual } from 'node:util'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requestReconcile } from '#lib/engine/door.ts'
import { movesOf } from './moves.ts'
import { findForChange, updateDeployment } from './repository.ts'
import type { editDeploymentSettingsSchema } from './schema.ts'

/**
 * Changes repository, destination and specification. Objects at the old place stay until a sync removes them. Throws CONFLICT
 * `version_changed` when somebody else has edited since, NOT_FOUND or PRECONDITION as a creation would.
 */
export async function editSettings(
  work: Work,
  scope: DevopsScope,
  { name, version, repository, cluster, namespace, spec }: z.output<typeof editDeploymentSettingsSchema>,
): Promise<{ version: number }> {
  const current = await findForChange(work.tx, scope, name)
  if (current.version !== version) throw new AppError('CONFLICT', { reason: 'version_changed' })
  const placement = { repository, cluster, namespace }
  const moves = await movesOf(work, scope, current, placement, spec.syncPolicy.createNamespace)
  if (!moves && isDeepStrictEqual(spec, current.spec)) return { version }
  const next = await updateDeployment(work.tx, scope, current.id, version, { ...moves, spec })
  await requestReconcile(work.tx, current.id, 'edited')
  await recordAudit(work, scope, {
    action: 'deployment.edit-settings',
    target: { type: 'deployment', id: current.id, name },
    details: {
      before: {
        ...{ repository: current.repository.name, cluster: current.cluster.name, namespace: current.namespace },
        spec: current.spec,
      },
      after: { ...placement, spec },
    },
  })
  return { version: next }
}
