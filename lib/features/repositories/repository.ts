/** Rows of code repositories; every where names the DevOps project. */
import type { z } from 'zod'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { toReason } from '#lib/core/reasons.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { readSetting } from '#lib/features/system/public.ts'
import { credentialSelect } from './remote.ts'
import type { listRepositoriesSchema } from './schema.ts'
import type { RepositoryPage, RepositorySummary } from './types.ts'

const summarySelect = {
  id: true,
  name: true,
  alias: true,
  description: true,
  provider: true,
  url: true,
  credential: { select: { name: true } },
  checkState: true,
  checkReason: true,
  checkMessage: true,
  checkedAt: true,
  version: true,
  createdAt: true,
  _count: { select: { deployments: true } },
} as const

type SummaryRow = Omit<RepositorySummary, 'check' | 'credential' | 'deploymentCount' | 'createdAt'> & {
  credential: { name: string } | null
  checkState: RepositorySummary['check']['state']
  checkReason: string
  checkMessage: string
  checkedAt: Date | null
  createdAt: Date
  _count: { deployments: number }
}

function toSummary(row: SummaryRow): RepositorySummary {
  const { credential, checkState, checkReason, checkMessage, checkedAt, createdAt, _count, ...rest } = row
  return {
    ...rest,
    credential: credential?.name ?? null,
    check: {
      state: checkState,
      reason: checkReason ? toReason(checkReason) : null,
      detail: checkMessage,
      at: checkedAt?.toISOString() ?? null,
    },
    deploymentCount: _count.deployments,
    createdAt: createdAt.toISOString(),
  }
}

/** A page, searched by name, alias and URL. */
export async function findRepositoryPage(
  { devopsProjectId }: DevopsScope,
  { page, pageSize, search, sort, direction }: z.output<typeof listRepositoriesSchema>,
): Promise<RepositoryPage> {
  const contains = { contains: search, mode: 'insensitive' as const }
  const where = {
    devopsProjectId,
    ...(search && { OR: [{ name: contains }, { alias: contains }, { url: contains }] }),
  }
  const [total, sampleRepositoryUrl, rows] = await Promise.all([
    db.codeRepository.count({ where }),
    readSetting(db, 'demo.sampleRepositoryUrl'),
    db.codeRepository.findMany({
      where,
      orderBy: [{ [sort]: direction }, { id: 'asc' }],
      skip: (page - 1) * pageSize,
      take: pageSize,
      select: summarySelect,
    }),
  ])
  return { items: rows.map(toSummary), total, page, pageSize, sampleRepositoryUrl }
}

/** Throws NOT_FOUND. */
export async function findRepository({ devopsProjectId }: DevopsScope, name: string): Promise<RepositorySummary> {
  const row = await db.codeRepository.findUnique({
    where: { devopsProjectId_name: { devopsProjectId, name } },
    select: summarySelect,
  })
  if (!row) throw new AppError('NOT_FOUND')
  return toSummary(row)
}

/** What is needed to contact the repository. Throws NOT_FOUND. */
export async function findRemoteRow({ devopsProjectId }: DevopsScope, name: string) {
  const row = await db.codeRepository.findUnique({
    where: { devopsProjectId_name: { devopsProjectId, name } },
    select: { url: true, credential: { select: credentialSelect } },
  })
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/** Null when the DevOps project has none of that name. */
export async function findRepositoryId(tx: Tx, scope: DevopsScope, name: string): Promise<string | null> {
  return (await findRepositoryRef(tx, scope, name))?.id ?? null
}

/** A repository of the DevOps project as policies know it; null when there is none of that name. */
export const findRepositoryRef = (tx: Tx, { devopsProjectId }: DevopsScope, name: string) =>
  tx.codeRepository.findUnique({
    where: { devopsProjectId_name: { devopsProjectId, name } },
    select: { id: true, name: true, url: true },
  })

/** The first repository of the DevOps project with exactly that URL; null when none was imported. */
export async function findRepositoryByUrl(
  tx: Tx,
  { devopsProjectId }: DevopsScope,
  url: string,
): Promise<{ id: string; name: string } | null> {
  return tx.codeRepository.findFirst({
    where: { devopsProjectId, url },
    orderBy: { name: 'asc' },
    select: { id: true, name: true },
  })
}
