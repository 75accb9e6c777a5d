/**
 * The engine's door: everything that features may ask of it. Each call only writes rows in the caller's transaction; the engine
 * processes act on them after the commit, and an accepted request survives any crash.
 */
import { AppError } from '#lib/core/errors.ts'
import { toJson } from '#lib/core/json.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { Tx } from '#lib/db/client.ts'
import { type Deletion, type DeploymentSpec, type SyncOptions, syncOptionsSchema } from './model/spec.ts'
import { type WakeReason, wake } from './store/wake.ts'

export { maskObject } from './compare/mask.ts'
export { healthOf } from './health/health-of.ts'
export { withdraw } from './identity/grant.ts'
export { ownerOf } from './ownership/mark.ts'
export { isFinal } from './retry/auto-sync.ts'
export { retryDelay } from './retry/backoff.ts'

export type RequestingActor = { id: string | null; name: string }

/** Makes a deployment that was just created known to the engine, which starts on it at once. */
export async function registerDeployment(tx: Tx, deploymentId: string): Promise<void> {
  await tx.deploymentStatus.create({ data: { deploymentId } })
  await tx.reconcileLease.create({ data: { deploymentId, wakeReason: 'created' satisfies WakeReason } })
}

/** Asks for a pass now: "edited" after a change of the specification, "refresh" when somebody wants Git and cluster looked at. */
export async function requestReconcile(tx: Tx, deploymentId: string, reason: 'edited' | 'refresh'): Promise<void> {
  await wake(tx, [deploymentId], reason)
}

/** Asks for a look at Git and cluster now, for all of these in one statement; unknown ids are ignored. */
export const requestLook = (tx: Tx, deploymentIds: readonly string[]): Promise<void> =>
  wake(tx, deploymentIds, 'refresh')

/** Has every deployment of the DevOps project looked at again: what it may do has changed. */
export async function requestReconcileOf(tx: Tx, devopsProjectId: string): Promise<void> {
  const rows = await tx.continuousDeployment.findMany({ where: { devopsProjectId }, select: { id: true } })
  await wake(
    tx,
    rows.map(({ id }) => id),
    'edited',
  )
}

/**
 * Records a sync that a person asked for and answers with its number. Throws NOT_FOUND; PRECONDITION `deployment_deleting`, or
 * `sync_already_requested` while another one is pending or running. A dry run keeps nobody waiting: it is given up.
 */
export const requestSync = (
  tx: Tx,
  request: { deploymentId: string; actor: RequestingActor; options: SyncOptions },
): Promise<{ number: number }> => requestRun(tx, { ...request, trigger: 'manual' })

async function requestRun(
  tx: Tx,
  request: { deploymentId: string; actor: RequestingActor; options: SyncOptions; trigger: 'manual' | 'rollback' },
): Promise<{ number: number }> {
  const { deploymentId, actor, options, trigger } = request
  const deployment = await lockDeployment(tx, deploymentId)
  if (deployment.deletionAt) throw new AppError('PRECONDITION', { reason: 'deployment_deleting' })
  const newest = await tx.syncRun.findFirst({
    where: { deploymentId },
    orderBy: { number: 'desc' },
    select: { id: true, number: true, phase: true, options: true },
  })
  if (newest?.phase === 'Pending' || newest?.phase === 'Running') {
    if (!syncOptionsSchema.parse(newest.options).dryRun) {
      throw new AppError('PRECONDITION', { reason: 'sync_already_requested', params: { number: newest.number } })
    }
    const end = { phase: 'Terminated', reason: 'superseded' satisfies Reason, finishedAt: new Date() } as const
    await tx.syncRun.update({ where: { id: newest.id }, data: end })
  }
  const number = (newest?.number ?? 0) + 1
  await tx.syncRun.create({
    data: {
      deploymentId,
      number,
      trigger,
      actorId: actor.id,
      actorName: actor.name,
      revision: options.revision ?? '',
      options: toJson(options),
    },
  })
  if (options.dryRun) await forgetRehearsals(tx, deploymentId, number)
  await wake(tx, [deploymentId], 'sync')
  return { number }
}

/** Rehearsals of a deployment that are kept besides the newest: somebody may still be reading them. */
const KEPT_REHEARSALS = 10

/** A rehearsal is no history: every look at a plan makes one. */
async function forgetRehearsals(tx: Tx, deploymentId: string, newest: number): Promise<void> {
  await tx.$executeRaw`
    DELETE FROM "SyncRun" WHERE "id" IN (
      SELECT "id" FROM "SyncRun"
      WHERE "deploymentId" = ${deploymentId}::uuid AND "number" < ${newest} AND "phase" NOT IN ('Pending', 'Running')
        AND "options"->>'dryRun' = 'true'
      ORDER BY "number" DESC OFFSET ${KEPT_REHEARSALS})`
}

/**
 * Asks for the end of the sync that is pending or running: its hooks are ended, what is applied stays. Throws NOT_FOUND, PRECONDITION
 * `no_sync_running`.
 */
export async function requestTermination(
  tx: Tx,
  { deploymentId, actor }: { deploymentId: string; actor: RequestingActor },
): Promise<{ number: number }> {
  await lockDeployment(tx, deploymentId)
  const run = await tx.syncRun.findFirst({
    where: { deploymentId, phase: { in: ['Pending', 'Running'] }, trigger: { not: 'deletion' } },
    select: { id: true, number: true, options: true },
  })
  // A dry run changes nothing: there is nothing to end.
  if (run === null || syncOptionsSchema.parse(run.options).dryRun)
    throw new AppError('PRECONDITION', { reason: 'no_sync_running' })
  await tx.syncRun.update({ where: { id: run.id }, data: { terminateAt: new Date(), terminateBy: actor.name } })
  await wake(tx, [deploymentId], 'sync')
  return { number: run.number }
}

/**
 * Rolls back to the commit of an earlier successful run: the deployment is pinned to it and nothing happens by itself until the pin is
 * released. Answers with the number of the run. Throws NOT_FOUND, PRECONDITION as `requestSync`, and `rollback_not_possible` for a run
 * that did not succeed, was only a rehearsal, or synchronised a choice of objects.
 */
export async function requestRollback(
  tx: Tx,
  request: { deploymentId: string; actor: RequestingActor; number: number; options: SyncOptions },
): Promise<{ number: number; commit: string }> {
  const { deploymentId, actor, number, options } = request
  await lockDeployment(tx, deploymentId)
  const run = await tx.syncRun.findUnique({
    where: { deploymentId_number: { deploymentId, number } },
    select: { commit: true, phase: true, options: true },
  })
  if (run === null) throw new AppError('NOT_FOUND')
  const { dryRun, resources } = syncOptionsSchema.parse(run.options)
  if (run.phase !== 'Succeeded' || dryRun || resources !== undefined || run.commit === '')
    throw new AppError('PRECONDITION', { reason: 'rollback_not_possible', params: { number } })
  const { commit } = run
  await tx.continuousDeployment.update({
    where: { id: deploymentId },
    data: { pin: { commit, number, by: actor.name, at: new Date().toISOString() }, version: { increment: 1 } },
  })
  const asked = await requestRun(tx, {
    deploymentId,
    actor,
    options: { ...options, revision: commit },
    trigger: 'rollback',
  })
  return { ...asked, commit }
}

/**
 * Asks for deletion of the deployment, with or without its objects. A second request replaces the first: that is how somebody gives up
 * on objects of a cluster that is gone. Throws NOT_FOUND.
 */
export async function requestDeletion(
  tx: Tx,
  request: { deploymentId: string; actor: RequestingActor; deletion: Deletion },
): Promise<void> {
  const { deploymentId, actor, deletion } = request
  const { deletionAt } = await lockDeployment(tx, deploymentId)
  await tx.continuousDeployment.update({
    where: { id: deploymentId },
    data: {
      deletion: toJson({ ...deletion, requestedBy: actor.name }),
      deletionAt: deletionAt ?? new Date(),
      version: { increment: 1 },
    },
  })
  await wake(tx, [deploymentId], 'delete')
}

/** Requests of several people about one deployment are answered one after the other. */
async function lockDeployment(tx: Tx, deploymentId: string): Promise<{ deletionAt: Date | null }> {
  const rows = await tx.$queryRaw<{ deletionAt: Date | null }[]>`
    SELECT "deletionAt" FROM "ContinuousDeployment" WHERE "id" = ${deploymentId}::uuid FOR NO KEY UPDATE`
  if (!rows[0]) throw new AppError('NOT_FOUND')
  return rows[0]
}

/** A draft of a deployment, or of another one in place of `deploymentId`. */
export type DraftRequest = {
  devopsProjectId: string
  deploymentId: string | null
  repositoryId: string
  clusterId: string
  name: string
  namespace: string
  spec: DeploymentSpec
}

export type PreviewRequest = {
  requestedById: string
  replaces?: string | undefined
  draft: DraftRequest
  /** Only this object is wanted, as it would be made. */
  key?: string
}

/** Previews of one person that are kept: a window has one, and a person has few windows. */
export const MOST_PREVIEWS = 8

/**
 * Asks what the draft would do; nothing is written to a cluster. Answers with the id under which the answer will be found. The request
 * takes the place of the person's preview `replaces`, so that a form that asks often has one; of more than `MOST_PREVIEWS` the oldest goes.
 */
export async function requestPreview(
  tx: Tx,
  { requestedById, replaces, draft, key = '' }: PreviewRequest,
): Promise<{ id: string }> {
  const { spec, ...columns } = draft
  // Two windows of one person: one request after the other.
  await tx.$executeRaw`SELECT pg_advisory_xact_lock(hashtext(${`preview ${requestedById}`}))`
  if (replaces !== undefined) await tx.preview.deleteMany({ where: { id: replaces, requestedById } })
  await tx.$executeRaw`
    DELETE FROM "Preview" WHERE "id" IN (
      SELECT "id" FROM "Preview" WHERE "requestedById" = ${requestedById}::uuid
      ORDER BY "requestedAt" DESC, "id" DESC OFFSET ${MOST_PREVIEWS - 1})`
  return tx.preview.create({ data: { ...columns, requestedById, key, spec: toJson(spec) }, select: { id: true } })
}
