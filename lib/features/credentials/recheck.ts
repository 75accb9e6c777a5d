/** After a credential was changed: do its repositories answer? */
import { systemWork } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { db, withTransaction } from '#lib/db/client.ts'
import { keepCheck, testRepository } from '#lib/features/repositories/public.ts'
import type { Rechecked } from './types.ts'

/** Repositories that are asked while the person waits; the others are by their deployments. */
const MOST = 10

/** Tests the connection of the credential's repositories and keeps what was found. */
export async function recheckRepositories(scope: DevopsScope, credential: string): Promise<Rechecked> {
  const rows = await db.codeRepository.findMany({
    where: { devopsProjectId: scope.devopsProjectId, credential: { name: credential } },
    orderBy: { name: 'asc' },
    select: { name: true },
  })
  const outcomes = await Promise.all(rows.slice(0, MOST).map(({ name }) => recheck(scope, name)))
  const connected = outcomes.filter(Boolean).length
  return { connected, failed: outcomes.length - connected, waiting: rows.length - outcomes.length }
}

/** A URL that the credential no longer fits is a failed check like any other. */
async function recheck(scope: DevopsScope, name: string): Promise<boolean> {
  const test = await testRepository(scope, { name }).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error
    return { ok: false, reason: error.reason ?? null, detail: error.detail ?? '' }
  })
  await withTransaction((tx) => keepCheck(systemWork(tx), scope, name, test))
  return test.ok
}
