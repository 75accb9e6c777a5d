/** Rows of continuous deployments for changes. Every where names the DevOps project; every change names the version it was made from. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { toJson } from '#lib/core/json.ts'
import type { Tx } from '#lib/db/client.ts'
import { deploymentSpecSchema, type DeploymentSpec } from '#lib/engine/model/spec.ts'

export type DeploymentForChange = {
  id: string
  name: string
  alias: string
  description: string
  namespace: string
  spec: DeploymentSpec
  version: number
  repository: { id: string; name: string; url: string }
  clusterId: string
  cluster: { name: string }
}

/** Its id, also while it is being deleted. Throws NOT_FOUND. */
export async function findDeploymentId(tx: Tx, scope: DevopsScope, name: string): Promise<string> {
  const row = await tx.continuousDeployment.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: { id: true },
  })
  if (!row) throw new AppError('NOT_FOUND')
  return row.id
}

/** The deployment; throws NOT_FOUND, or PRECONDITION while it is being deleted. */
export async function findForChange(tx: Tx, scope: DevopsScope, name: string): Promise<DeploymentForChange> {
  const row = await tx.continuousDeployment.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: {
      id: true,
      name: true,
      alias: true,
      description: true,
      namespace: true,
      spec: true,
      version: true,
      deletionAt: true,
      clusterId: true,
      repository: { select: { id: true, name: true, url: true } },
      cluster: { select: { name: true } },
    },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const { deletionAt, spec, ...rest } = row
  if (deletionAt) throw new AppError('PRECONDITION', { reason: 'deployment_deleting' })
  return { ...rest, spec: deploymentSpecSchema.parse(spec) }
}

export type Pause = { reason: string; by: string; at: string; until: string | null }

/** Holds automatic synchronisation back. */
export async function setPause(tx: Tx, id: string, pause: Pause): Promise<void> {
  await tx.continuousDeployment.update({ where: { id }, data: { pause, version: { increment: 1 } } })
}

/** Ends a pause or a pin. False when there was none. */
export async function clearHold(tx: Tx, id: string, hold: 'pause' | 'pin'): Promise<boolean> {
  const isPause = hold === 'pause'
  const count = await tx.$executeRaw`
    UPDATE "ContinuousDeployment" SET "pause" = CASE WHEN ${isPause} THEN NULL ELSE "pause" END,
      "pin" = CASE WHEN ${isPause} THEN "pin" END, "version" = "version" + 1, "updatedAt" = now()
    WHERE "id" = ${id}::uuid AND CASE WHEN ${isPause} THEN "pause" ELSE "pin" END IS NOT NULL`
  return count > 0
}

export type DeploymentChange = {
  alias?: string
  description?: string
  repositoryId?: string
  clusterId?: string
  namespace?: string
  spec?: DeploymentSpec
}

/**
 * Writes a change made from `version`; a new specification also raises the generation. Throws CONFLICT `version_changed` when somebody
 * else was faster. Returns the new version.
 */
export async function updateDeployment(
  tx: Tx,
  scope: DevopsScope,
  id: string,
  version: number,
  { spec, ...columns }: DeploymentChange,
): Promise<number> {
  const { count } = await tx.continuousDeployment.updateMany({
    where: { id, devopsProjectId: scope.devopsProjectId, version, deletionAt: null },
    data: {
      ...columns,
      ...(spec && { spec: toJson(spec), generation: { increment: 1 } }),
      version: { increment: 1 },
    },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  return version + 1
}
