import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { lockCredential } from './credential.ts'
import type { deleteCredentialSchema } from './schema.ts'

/**
 * Forgets a credential that no repository uses. Throws VALIDATION when the typed name differs, PRECONDITION `credential_in_use` with the
 * number of repositories (the foreign key decides where one takes it meanwhile).
 */
export async function deleteCredentialIn(
  work: Work,
  scope: DevopsScope,
  { name, confirmation }: z.output<typeof deleteCredentialSchema>,
): Promise<null> {
  if (confirmation !== name)
    throw new AppError('VALIDATION', {
      reason: 'confirmation_mismatch',
      fields: { confirmation: { code: 'mismatch' } },
    })
  const { id, _count } = await lockCredential(work.tx, scope, name)
  const count = _count.repositories
  if (count > 0) throw new AppError('PRECONDITION', { reason: 'credential_in_use', params: { count } })
  await work.tx.credential.delete({ where: { id }, select: { id: true } })
  await recordAudit(work, scope, { action: 'credential.delete', target: { type: 'credential', id, name } })
  return null
}
