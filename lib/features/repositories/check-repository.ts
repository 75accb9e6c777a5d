/** Testing the connection of a repository that is imported, and keeping what was found. */
import type { z } from 'zod'
import type { Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import type { ConnectionTest } from '#lib/git/types.ts'
import { git } from './git.ts'
import { toRemote } from './remote.ts'
import { findRemoteRow } from './repository.ts'
import type { repositoryRefSchema } from './schema.ts'

/** Tries to reach the repository as its deployments do. Throws NOT_FOUND. */
export async function testRepository(
  scope: DevopsScope,
  { name }: Pick<z.output<typeof repositoryRefSchema>, 'name'>,
): Promise<ConnectionTest> {
  return git().test(toRemote(scope, await findRemoteRow(scope, name)))
}

/** Keeps the outcome, which the list shows as the state of the last check. It is no edit: the version stays. */
export async function keepCheck(
  work: Work,
  { devopsProjectId }: DevopsScope,
  name: string,
  { ok, reason, detail }: Pick<ConnectionTest, 'ok' | 'reason' | 'detail'>,
): Promise<void> {
  const found = ok
    ? { checkState: 'connected' as const, checkReason: '', checkMessage: '' }
    : { checkState: 'failed' as const, checkReason: reason ?? 'git_failed', checkMessage: detail }
  await work.tx.codeRepository.updateMany({
    where: { devopsProjectId, name },
    data: { ...found, checkedAt: new Date() },
  })
}
