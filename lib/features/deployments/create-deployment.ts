import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { toJson } from '#lib/core/json.ts'
import { registerDeployment } from '#lib/engine/door.ts'
import { checkPlacement } from './check-placement.ts'
import type { createDeploymentSchema } from './schema.ts'

/**
 * Creates a continuous deployment and tells the engine. Throws PRECONDITION when the policy or the destination refuses it, CONFLICT
 * `name_taken` when the DevOps project has one of that name.
 */
export async function createDeploymentIn(
  work: Work,
  scope: DevopsScope,
  input: z.output<typeof createDeploymentSchema>,
): Promise<{ name: string }> {
  const { name, alias, description, repository, cluster, namespace, spec } = input
  const placement = { repository, cluster, namespace }
  const { repositoryId, clusterId } = await checkPlacement(work, scope, placement, spec.syncPolicy.createNamespace)
  const { id } = await work.tx.continuousDeployment.create({
    data: {
      devopsProjectId: scope.devopsProjectId,
      name,
      alias,
      description,
      repositoryId,
      clusterId,
      namespace,
      spec: toJson(spec),
      createdById: work.actor.id,
      createdBy: work.actor.name,
    },
    select: { id: true },
  })
  await registerDeployment(work.tx, id)
  await recordAudit(work, scope, {
    action: 'deployment.create',
    target: { type: 'deployment', id, name },
    details: { ...placement, spec },
  })
  return { name }
}
