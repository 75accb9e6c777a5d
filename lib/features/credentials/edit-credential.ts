import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { requestReconcile } from '#lib/engine/door.ts'
import { lockCredential } from './credential.ts'
import type { editCredentialSchema } from './schema.ts'
import { sealSecret } from './secret.ts'

type Edit = z.output<typeof editCredentialSchema>
type Row = Awaited<ReturnType<typeof lockCredential>>

/** What of a credential decides whether a host lets us in. */
const SIGN_IN = new Set(['secret', 'username', 'boundTo', 'knownHosts'])

/**
 * Changes a credential; an empty secret keeps the stored one. What signs in reaches the deployments at once: they are woken, and neither
 * engine nor console keeps an answer that another secret got. Throws NOT_FOUND, CONFLICT `version_changed`, VALIDATION for another type
 * and `credential_secret_again` for another host without the secret: whoever may edit it must not be able to send it elsewhere.
 */
export async function editCredentialIn(
  work: Work,
  scope: DevopsScope,
  input: Edit,
): Promise<{ version: number; signsInAnew: boolean }> {
  const row = await lockCredential(work.tx, scope, input.name)
  checkEdit(row, input)
  const knownHosts = input.knownHosts.trim()
  const { description, username, boundTo, name, version } = input
  const wanted = { description, username, boundTo, knownHosts }
  const hasSecret = input.secret.trim() !== ''
  const changed = [
    ...Object.entries(wanted).flatMap(([key, value]) => (row[key as keyof typeof wanted] === value ? [] : [key])),
    ...(hasSecret ? ['secret'] : []),
  ]
  await work.tx.credential.update({
    where: { id: row.id },
    data: { ...wanted, ...(hasSecret && { secret: sealSecret(row.id, input) }), version: { increment: 1 } },
    select: { id: true },
  })
  await recordAudit(work, scope, {
    action: 'credential.edit',
    target: { type: 'credential', id: row.id, name },
    details: { changed, boundTo, username },
  })
  const signsInAnew = changed.some((key) => SIGN_IN.has(key))
  if (signsInAnew) await wakeDeploymentsOf(work, row.id)
  return { version: version + 1, signsInAnew }
}

function checkEdit(row: Row, input: Edit): void {
  if (row.version !== input.version) throw new AppError('CONFLICT', { reason: 'version_changed' })
  if (row.type !== input.type) throw new AppError('VALIDATION', { fields: { type: { code: 'invalid' } } })
  if (row.boundTo === input.boundTo || input.secret.trim() !== '') return
  throw new AppError('VALIDATION', {
    reason: 'credential_secret_again',
    params: { host: row.boundTo },
    fields: { secret: { code: 'secret_again' } },
  })
}

async function wakeDeploymentsOf({ tx }: Work, credentialId: string): Promise<void> {
  const rows = await tx.continuousDeployment.findMany({
    where: { repository: { credentialId } },
    select: { id: true },
  })
  for (const { id } of rows) await requestReconcile(tx, id, 'refresh')
}
