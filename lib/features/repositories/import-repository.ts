import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError, type FieldIssue } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { Tx } from '#lib/db/client.ts'
import { hostAndPort, parseGitUrl } from '#lib/git/url.ts'
import { git } from './git.ts'
import { toNamedRemote } from './remote.ts'
import type { importRepositorySchema } from './schema.ts'
import { REFUSED_BY_RULE } from './types.ts'

/** What the connection test found, as the repository's row keeps it. */
export type CheckOutcome =
  { checkState: 'connected' } | { checkState: 'failed'; checkReason: Reason; checkMessage: string }

/**
 * Tests the connection before an import, or before another credential is taken. Throws PRECONDITION for an address that our rules refuse, UPSTREAM with the test's reason for
 * one that does not answer, unless the person accepted that; with `fields`.
 */
export async function checkReachable(
  scope: DevopsScope,
  {
    url,
    credential,
    withoutConnection,
  }: Pick<z.output<typeof importRepositorySchema>, 'url' | 'credential' | 'withoutConnection'>,
  fields: Record<string, FieldIssue>,
): Promise<CheckOutcome> {
  const { ok, reason, detail } = await git().test(await toNamedRemote(scope, { url, credential }))
  if (ok) return { checkState: 'connected' }
  const refused = REFUSED_BY_RULE.includes(reason)
  if (withoutConnection && !refused)
    return { checkState: 'failed', checkReason: reason ?? 'git_failed', checkMessage: detail }
  throw new AppError(refused ? 'PRECONDITION' : 'UPSTREAM', {
    reason: reason ?? 'git_failed',
    fields,
    params: { host: hostAndPort(parseGitUrl(url)) },
    detail,
  })
}

/** Records a repository with the outcome of its test. Throws CONFLICT `name_taken`. */
export async function importRepositoryIn(
  work: Work,
  scope: DevopsScope,
  { name, alias, description, provider, url, credential }: z.output<typeof importRepositorySchema>,
  check: CheckOutcome,
): Promise<{ name: string }> {
  const { devopsProjectId } = scope
  const { id } = await work.tx.codeRepository.create({
    data: {
      devopsProjectId,
      name,
      alias,
      description,
      provider,
      url,
      credentialId: credential === null ? null : await credentialId(work.tx, devopsProjectId, credential),
      ...check,
      checkedAt: new Date(),
      createdById: work.actor.id,
    },
    select: { id: true },
  })
  await recordAudit(work, scope, {
    action: 'repository.import',
    target: { type: 'repository', id, name },
    details: { url, provider, ...(credential !== null && { credential }) },
  })
  return { name }
}

/** Id of the DevOps project's credential of that name. Throws NOT_FOUND where it has been deleted since the connection was tested. */
export async function credentialId(tx: Tx, devopsProjectId: string, name: string): Promise<string> {
  const row = await tx.credential.findUnique({
    where: { devopsProjectId_name: { devopsProjectId, name } },
    select: { id: true },
  })
  if (!row) throw new AppError('NOT_FOUND', { fields: { credential: { code: 'not_found' } } })
  return row.id
}
