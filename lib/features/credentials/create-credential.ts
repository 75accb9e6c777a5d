import { randomUUID } from 'node:crypto'
import type { z } from 'zod'
import { recordAudit, type Work } from '#lib/audit/record.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import type { createCredentialSchema } from './schema.ts'
import { sealSecret } from './secret.ts'

/** Keeps a credential, its secret sealed for its own row. Throws CONFLICT `name_taken`. */
export async function createCredentialIn(
  work: Work,
  scope: DevopsScope,
  input: z.output<typeof createCredentialSchema>,
): Promise<{ name: string }> {
  const { name, type, description, username, boundTo } = input
  const id = randomUUID()
  const knownHosts = input.knownHosts.trim()
  await work.tx.credential.create({
    data: {
      ...{ id, devopsProjectId: scope.devopsProjectId, name, type, description, username, boundTo, knownHosts },
      secret: sealSecret(id, input),
    },
    select: { id: true },
  })
  await recordAudit(work, scope, {
    action: 'credential.create',
    target: { type: 'credential', id, name },
    details: { type, boundTo, username },
  })
  return { name }
}
