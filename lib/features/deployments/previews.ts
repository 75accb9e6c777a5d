/** What a draft would do: asked of the engine, read back by the person who asked. */
import type { z } from 'zod'
import type { Work } from '#lib/audit/record.ts'
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { toReason } from '#lib/core/reasons.ts'
import { db } from '#lib/db/client.ts'
import { requestPreview } from '#lib/engine/door.ts'
import { PREVIEW_PATIENCE_SECONDS, type PlannedObject, type PreviewResult } from '#lib/engine/model/preview.ts'
import { findWorkspaceCluster } from '#lib/features/clusters/public.ts'
import { findRepositoryId } from '#lib/features/repositories/public.ts'
import { findForChange } from './repository.ts'
import type { previewDeploymentSchema, previewObjectSchema } from './schema.ts'
import { toParams } from './to-why.ts'
import type { AskedPreview, DraftPreview } from './types.ts'

/** Records the request. Throws NOT_FOUND for a deployment, repository or cluster that the scope does not have. */
export async function previewDeploymentIn(
  work: Work,
  scope: DevopsScope,
  { name, existing, replaces, repository, cluster, namespace, spec }: z.output<typeof previewDeploymentSchema>,
): Promise<{ id: string }> {
  const { actor, tx } = work
  if (actor.id === null) throw new AppError('FORBIDDEN')
  const [repositoryId, found] = [
    await findRepositoryId(tx, scope, repository),
    await findWorkspaceCluster(tx, scope.workspaceId, cluster),
  ]
  if (repositoryId === null || !found) throw new AppError('NOT_FOUND')
  const deploymentId = existing ? (await findForChange(tx, scope, name)).id : null
  const { devopsProjectId } = scope
  return requestPreview(tx, {
    requestedById: actor.id,
    replaces,
    draft: { devopsProjectId, deploymentId, repositoryId, clusterId: found.id, name, namespace, spec },
  })
}

/** Asks how one object of a deployment would be made. Throws NOT_FOUND; PRECONDITION while the deployment is being deleted. */
export async function previewObjectIn(
  { actor, tx }: Work,
  scope: DevopsScope,
  { name, key, replaces }: z.output<typeof previewObjectSchema>,
): Promise<{ id: string }> {
  if (actor.id === null) throw new AppError('FORBIDDEN')
  const { id: deploymentId, namespace, spec, repository, clusterId } = await findForChange(tx, scope, name)
  const { devopsProjectId } = scope
  const draft = { devopsProjectId, deploymentId, repositoryId: repository.id, clusterId, name, namespace, spec }
  return requestPreview(tx, { requestedById: actor.id, replaces, draft, key })
}

/** The person's preview of that id. One that is gone is an answer, not a failure: who types passes through many. */
export const findPreview = (scope: DevopsScope, actor: Actor, id: string): Promise<DraftPreview> =>
  findAsked<PreviewResult>(scope, actor, { id, key: '' })

/** The person's preview of one object, of that id; as `findPreview`. */
export const findObjectPreview = (scope: DevopsScope, actor: Actor, id: string): Promise<AskedPreview<PlannedObject>> =>
  findAsked<PlannedObject>(scope, actor, { id, key: { not: '' } })

/** `Plan` is what the engine answers where `key` is such. */
async function findAsked<Plan>(
  { devopsProjectId }: DevopsScope,
  actor: Actor,
  where: { id: string; key: string | { not: string } },
): Promise<AskedPreview<Plan>> {
  const row = await db.preview.findFirst({
    where: { ...where, devopsProjectId, requestedById: actor.id },
    select: {
      ...{ state: true, result: true, requestedAt: true, finishedAt: true },
      ...{ stage: true, reason: true, message: true, params: true },
    },
  })
  if (!row) return { id: where.id, at: null, outcome: { state: 'Forgotten' } }
  return { id: where.id, at: row.finishedAt?.toISOString() ?? null, outcome: outcomeOf<Plan>(row) }
}

type Row = NonNullable<Awaited<ReturnType<typeof db.preview.findFirst>>>

function outcomeOf<Plan>(
  row: Pick<Row, 'state' | 'result' | 'requestedAt' | 'stage' | 'reason' | 'message' | 'params'>,
): AskedPreview<Plan>['outcome'] {
  const { state, stage, reason, message, params, requestedAt } = row
  // Written by the engine alone, from the type it is read as.
  if (state === 'Succeeded') return { state, plan: row.result as unknown as Plan }
  if (state === 'Failed') {
    const why = { reason: toReason(reason), params: toParams(params), detail: message }
    return { state, why, isBlocked: stage === 'policy' }
  }
  if (Date.now() - requestedAt.getTime() < PREVIEW_PATIENCE_SECONDS * 1000) return { state }
  return { state: 'Failed', why: { reason: 'preview_unanswered', params: {}, detail: '' }, isBlocked: false }
}
