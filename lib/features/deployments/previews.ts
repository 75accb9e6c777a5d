/** What a draft would do: asked of the engine, read back by the person who asked. */
import type { z } from 'zod'
import type { Work } from '#lib/audit/record.ts'
import type { Actor, DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { toReason } from '#lib/core/reasons.ts'
import { db } from '#lib/db/client.ts'
import { requestPreview } from '#lib/engine/door.ts'
import { PREVIEW_PATIENCE_SECONDS, type PreviewResult } from '#lib/engine/model/preview.ts'
import { findWorkspaceCluster } from '#lib/features/clusters/public.ts'
import { findRepositoryId } from '#lib/features/repositories/public.ts'
import { findForChange } from './repository.ts'
import type { previewDeploymentSchema } from './schema.ts'
import { toParams } from './to-why.ts'
import type { DraftPreview } from './types.ts'

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

/** The person's preview of that id. One that is gone is an answer, not a failure: who types passes through many. */
export async function findPreview({ devopsProjectId }: DevopsScope, actor: Actor, id: string): Promise<DraftPreview> {
  const row = await db.preview.findFirst({
    where: { id, devopsProjectId, requestedById: actor.id },
    select: {
      ...{ id: true, state: true, result: true, requestedAt: true, finishedAt: true },
      ...{ stage: true, reason: true, message: true, params: true },
    },
  })
  if (!row) return { id, at: null, outcome: { state: 'Forgotten' } }
  return { id, at: row.finishedAt?.toISOString() ?? null, outcome: outcomeOf(row) }
}

type Row = NonNullable<Awaited<ReturnType<typeof db.preview.findFirst>>>
type Outcome = DraftPreview['outcome']

function outcomeOf(
  row: Pick<Row, 'state' | 'result' | 'requestedAt' | 'stage' | 'reason' | 'message' | 'params'>,
): Outcome {
  const { state, stage, reason, message, params, requestedAt } = row
  // Written by the engine alone, from the type it is read as.
  if (state === 'Succeeded') return { state, plan: row.result as unknown as PreviewResult }
  if (state === 'Failed') {
    const why = { reason: toReason(reason), params: toParams(params), detail: message }
    return { state, why, isBlocked: stage === 'policy' }
  }
  if (Date.now() - requestedAt.getTime() < PREVIEW_PATIENCE_SECONDS * 1000) return { state }
  return { state: 'Failed', why: { reason: 'preview_unanswered', params: {}, detail: '' }, isBlocked: false }
}
