/** What a platform administrator does with clusters. Every change is in the audit log; none of them shows a credential again. */
import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { PlatformScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { withdraw } from '#lib/engine/door.ts'
import { refineUnreachable } from '#lib/kube/errors.ts'
import { logger } from '#lib/observability/logger.ts'
import { openConnection } from './connection.ts'
import { tryKubeconfig, type Candidate } from './candidate.ts'
import { ensureNamespacesOf, readyColumns } from './connect.ts'
import { forgetClient, kubeForCluster } from './kube-for-cluster.ts'
import { readFacts, withClient } from './probe.ts'
import type { editClusterSchema, registerClusterSchema, renewClusterSchema } from './schema.ts'
import type { ClusterFacts } from './types.ts'

const PLATFORM: PlatformScope = { kind: 'platform' }
const target = ({ id, name }: { id: string; name: string }) => ({ type: 'cluster', id, name })

/** Stores a cluster that has just been tried. Throws CONFLICT `name_taken`. */
export async function registerClusterIn(
  work: Work,
  { name, alias, description }: z.output<typeof registerClusterSchema>,
  { connection, facts, rights }: Candidate,
): Promise<{ name: string }> {
  // The credential is sealed for its row, so the row's id comes first.
  const id = randomUUID()
  await work.tx.cluster.create({ data: { id, name, alias, description, ...readyColumns(id, connection, facts) } })
  await recordAudit(work, PLATFORM, {
    action: 'cluster.register',
    target: target({ id, name }),
    details: {
      server: connection.server,
      identity: facts.identity,
      kubeVersion: facts.kubeVersion,
      missing: rights.filter(({ missing }) => missing.length > 0).map((right) => right.name),
    },
  })
  return { name }
}

/** Changes alias and description. Throws NOT_FOUND or CONFLICT `version_changed`. */
export async function editClusterIn(
  work: Work,
  { name, alias, description, version }: z.output<typeof editClusterSchema>,
): Promise<{ version: number }> {
  const before = await work.tx.cluster.findUnique({
    where: { name },
    select: { id: true, alias: true, description: true },
  })
  if (!before) throw new AppError('NOT_FOUND')
  const { count } = await work.tx.cluster.updateMany({
    where: { id: before.id, version },
    data: { alias, description, version: { increment: 1 } },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, PLATFORM, {
    action: 'cluster.edit',
    target: target({ id: before.id, name }),
    details: { before: { alias: before.alias, description: before.description }, after: { alias, description } },
  })
  return { version: version + 1 }
}

const renewSelect = { id: true, server: true, uid: true, identity: true, connection: true, state: true } as const

/**
 * True when both are the same cluster: by the uid of kube-system, and where one of the two may not read it, by address and certificate
 * authority.
 */
function isSame(known: { id: string; uid: string; connection: string }, { connection, facts }: Candidate): boolean {
  if (known.connection === '') return true
  if (known.uid !== '' && facts.uid !== '') return known.uid === facts.uid
  const before = openConnection(known.id, known.connection)
  return before.server === connection.server && before.caData === connection.caData
}

/** Tries the new kubeconfig of a registered cluster. Throws NOT_FOUND, PRECONDITION `cluster_differs`, or as `tryKubeconfig`. */
export async function tryRenewal({ name, kubeconfig }: z.output<typeof renewClusterSchema>): Promise<Candidate> {
  const known = await db.cluster.findUnique({ where: { name }, select: renewSelect })
  if (!known) throw new AppError('NOT_FOUND')
  const candidate = await tryKubeconfig(kubeconfig)
  if (!isSame(known, candidate)) throw new AppError('PRECONDITION', { reason: 'cluster_differs' })
  return candidate
}

/** Puts the tried connection in the place of the one before; engine and console use it with their next call. */
export async function renewClusterIn(
  work: Work,
  { name, version }: z.output<typeof renewClusterSchema>,
  candidate: Candidate,
): Promise<{ version: number }> {
  const before = await work.tx.cluster.findUnique({ where: { name }, select: renewSelect })
  if (!before) throw new AppError('NOT_FOUND')
  // Judged once more: the row may have become another one since it was tried.
  if (!isSame(before, candidate)) throw new AppError('PRECONDITION', { reason: 'cluster_differs' })
  const { connection, facts } = candidate
  const { count } = await work.tx.cluster.updateMany({
    where: { id: before.id, version },
    data: {
      ...readyColumns(before.id, connection, { ...facts, uid: facts.uid || before.uid }),
      version: { increment: 1 },
    },
  })
  if (count !== 1) throw new AppError('CONFLICT', { reason: 'version_changed' })
  await recordAudit(work, PLATFORM, {
    action: 'cluster.renew',
    target: target({ id: before.id, name }),
    details: {
      before: { server: before.server, identity: before.identity },
      after: { server: connection.server, identity: facts.identity },
    },
  })
  return { version: version + 1 }
}

export type Check = { id: string; facts: ClusterFacts } | { id: string; failure: AppError }

/** Asks a registered cluster whether it answers. Throws NOT_FOUND, PRECONDITION `cluster_preparing`. */
export async function checkCluster(name: string): Promise<Check> {
  const row = await db.cluster.findUnique({ where: { name }, select: { id: true, server: true, connection: true } })
  if (!row) throw new AppError('NOT_FOUND')
  const kube = await kubeForCluster(row.id)
  try {
    // With a client of its own: one that waits for a dead connection must not make the answer.
    const facts = await withClient(openConnection(row.id, row.connection), readFacts)
    await ensureNamespacesOf(row.id, kube)
    return { id: row.id, facts }
  } catch (error) {
    if (!(error instanceof AppError) || error.reason === undefined) throw error
    return { id: row.id, failure: refineUnreachable(error, new URL(row.server).host) }
  }
}

/** Keeps what a check found. The time of the state moves only when the state does. */
export async function keepClusterCheck(work: Work, check: Check): Promise<void> {
  const { state } = await work.tx.cluster.findUniqueOrThrow({ where: { id: check.id }, select: { state: true } })
  const next = 'facts' in check ? ('ready' as const) : ('unreachable' as const)
  const failure = 'failure' in check ? check.failure : null
  const { uid, ...shown } = 'facts' in check ? check.facts : { uid: '' }
  await work.tx.cluster.update({
    where: { id: check.id },
    data: {
      ...shown,
      ...(uid === '' ? {} : { uid }),
      state: next,
      stateReason: failure?.reason ?? '',
      stateMessage: (failure?.detail ?? '').slice(0, 1000),
      checkedAt: new Date(),
      ...(state === next ? {} : { stateChangedAt: new Date() }),
    },
  })
}

/** A cluster whose row is gone, with what Ieum had made there for itself. */
type Removed = { id: string; name: string; connection: string; identities: string[] }

/**
 * Forgets a cluster that nothing uses; what runs in it stays as it is. Throws NOT_FOUND, PRECONDITION `confirmation_mismatch` or
 * `cluster_in_use`.
 */
export async function removeClusterIn(
  work: Work,
  { name, confirmation }: { name: string; confirmation: string },
): Promise<Removed> {
  if (confirmation !== name)
    throw new AppError('VALIDATION', {
      reason: 'confirmation_mismatch',
      fields: { confirmation: { code: 'mismatch' } },
    })
  // Locked, so that nobody puts a project or a deployment on it meanwhile.
  const [row] = await work.tx.$queryRaw<{ id: string; server: string; connection: string }[]>`
    SELECT "id", "server", "connection" FROM "Cluster" WHERE "name" = ${name} FOR UPDATE`
  if (!row) throw new AppError('NOT_FOUND')
  const where = { clusterId: row.id }
  const [projects, deployments] = [
    await work.tx.project.count({ where }),
    await work.tx.continuousDeployment.count({ where }),
  ]
  if (projects + deployments > 0)
    throw new AppError('PRECONDITION', { reason: 'cluster_in_use', params: { count: projects + deployments } })
  const identities = await work.tx.projectIdentity.findMany({ where, select: { devopsProjectId: true } })
  await work.tx.cluster.delete({ where: { id: row.id } })
  await recordAudit(work, PLATFORM, {
    action: 'cluster.remove',
    target: target({ id: row.id, name }),
    details: { before: { server: row.server } },
  })
  const { id, connection } = row
  return { id, name, connection, identities: identities.map(({ devopsProjectId }) => devopsProjectId) }
}

/**
 * After the row is gone: this process' connections end, and the accounts and bindings of DevOps projects go. A cluster that does not answer
 * any more keeps nobody from removing it; what is left there gives rights only to accounts that nobody acts for.
 */
export async function afterRemoval({ id, name, connection, identities }: Removed): Promise<void> {
  forgetClient(id)
  if (connection === '' || identities.length === 0) return
  try {
    await withClient(openConnection(id, connection), async (kube) => {
      for (const devopsProjectId of identities) await withdraw(kube, devopsProjectId)
    })
  } catch (error) {
    if (!(error instanceof AppError)) throw error
    logger.warn({ err: error, cluster: name, identities }, 'rights of DevOps projects stay on a removed cluster')
  }
}
