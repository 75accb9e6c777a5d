/** Rows of credentials as people see them; no select here names the secret. */
import type { z } from 'zod'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { toReason } from '#lib/core/reasons.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { parseKnownHosts } from '#lib/git/known-hosts.ts'
import type { listCredentialsSchema } from './schema.ts'
import type { CredentialDetail, CredentialEvent, CredentialPage, CredentialSummary, CredentialUser } from './types.ts'

const MOST_USERS = 100
const MOST_EVENTS = 50

const summarySelect = {
  id: true,
  name: true,
  type: true,
  description: true,
  username: true,
  boundTo: true,
  version: true,
  createdAt: true,
  updatedAt: true,
  _count: { select: { repositories: true } },
} as const

type SummaryRow = Omit<CredentialSummary, 'repositoryCount' | 'createdAt' | 'updatedAt'> & {
  createdAt: Date
  updatedAt: Date
  _count: { repositories: number }
}

const toSummary = ({ _count, createdAt, updatedAt, ...row }: SummaryRow): CredentialSummary => ({
  ...row,
  repositoryCount: _count.repositories,
  createdAt: createdAt.toISOString(),
  updatedAt: updatedAt.toISOString(),
})

/** A page, searched by name, description and host. */
export async function findCredentialPage(
  { devopsProjectId }: DevopsScope,
  { page, pageSize, search, sort, direction }: z.output<typeof listCredentialsSchema>,
): Promise<CredentialPage> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const where = {
    devopsProjectId,
    ...(search && { OR: [{ name: contains }, { description: contains }, { boundTo: contains }] }),
  }
  const [total, rows] = await Promise.all([
    db.credential.count({ where }),
    db.credential.findMany({
      where,
      orderBy: [{ [sort]: direction }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
      select: summarySelect,
    }),
  ])
  return { items: rows.map(toSummary), total, page, pageSize }
}

/** One credential with who uses it and what was done to it. Throws NOT_FOUND. */
export async function findCredential({ devopsProjectId }: DevopsScope, name: string): Promise<CredentialDetail> {
  const row = await db.credential.findUnique({
    where: { devopsProjectId_name: { devopsProjectId, name } },
    select: { ...summarySelect, knownHosts: true },
  })
  if (!row) throw new AppError('NOT_FOUND')
  const { knownHosts, ...summary } = row
  const [users, events, lastUsedAt] = await Promise.all([usersOf(row.id), eventsOf(row.id), lastUseOf(row.id)])
  return {
    ...toSummary(summary),
    knownHosts,
    hostKeys: parseKnownHosts(knownHosts) ?? [],
    users,
    events,
    lastUsedAt: lastUsedAt?.toISOString() ?? null,
  }
}

async function usersOf(credentialId: string): Promise<CredentialUser[]> {
  const rows = await db.codeRepository.findMany({
    where: { credentialId },
    orderBy: { name: 'asc' },
    take: MOST_USERS,
    select: { name: true, url: true, checkState: true, checkReason: true, checkMessage: true, checkedAt: true },
  })
  return rows.map(({ name, url, checkState, checkReason, checkMessage, checkedAt }) => ({
    name,
    url,
    check: {
      state: checkState,
      reason: checkReason ? toReason(checkReason) : null,
      detail: checkMessage,
      at: checkedAt?.toISOString() ?? null,
    },
  }))
}

/** The last connection test of a repository, or the last look of the engine at one of its deployments. */
async function lastUseOf(credentialId: string): Promise<Date | null> {
  const [tested, looked] = await Promise.all([
    db.codeRepository.aggregate({ where: { credentialId }, _max: { checkedAt: true } }),
    db.deploymentStatus.aggregate({
      where: { deployment: { repository: { credentialId } } },
      _max: { lastCheckedAt: true },
    }),
  ])
  const times = [tested._max.checkedAt, looked._max.lastCheckedAt].filter((at) => at !== null)
  return times.sort((a, b) => b.getTime() - a.getTime())[0] ?? null
}

async function eventsOf(credentialId: string): Promise<CredentialEvent[]> {
  const rows = await db.auditEvent.findMany({
    where: { targetType: 'credential', targetId: credentialId },
    orderBy: { at: 'desc' },
    take: MOST_EVENTS,
    select: { id: true, at: true, actorName: true, action: true, details: true },
  })
  return rows.map(({ id, at, actorName, action, details }) => ({
    id,
    at: at.toISOString(),
    actor: actorName,
    action,
    changed: changedIn(details),
  }))
}

function changedIn(details: unknown): string[] {
  const changed = (details as { changed?: unknown } | null)?.changed
  return Array.isArray(changed) ? changed.filter((name) => typeof name === 'string') : []
}

/** The row that a change is about, locked until the transaction's end. Throws NOT_FOUND. */
export async function lockCredential(tx: Tx, { devopsProjectId }: DevopsScope, name: string) {
  await tx.$queryRaw`SELECT 1 FROM "Credential" WHERE "devopsProjectId" = ${devopsProjectId}::uuid AND "name" = ${name} FOR UPDATE`
  const row = await tx.credential.findUnique({
    where: { devopsProjectId_name: { devopsProjectId, name } },
    select: {
      ...{ id: true, type: true, description: true, username: true, boundTo: true, knownHosts: true, version: true },
      _count: { select: { repositories: true } },
    },
  })
  if (!row) throw new AppError('NOT_FOUND')
  return row
}
