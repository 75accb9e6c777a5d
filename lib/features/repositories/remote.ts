/** A repository's row → where Git goes and how it signs in. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { AppError } from '#lib/core/errors.ts'
import { decryptSecret } from '#lib/crypto/secrets.ts'
import { db } from '#lib/db/client.ts'
import { credentialFor, type StoredCredential } from '#lib/git/credential.ts'
import type { GitRemote } from '#lib/git/types.ts'

type CredentialRow = StoredCredential & { id: string; secret: string }

export const credentialSelect = {
  id: true,
  type: true,
  username: true,
  secret: true,
  knownHosts: true,
  boundTo: true,
} as const

/** Opens the credential for Git. Throws FORBIDDEN when the URL leads to another host than the secret was given for. */
export function toRemote(
  { workspaceId }: DevopsScope,
  { url, credential }: { url: string; credential: CredentialRow | null },
): GitRemote {
  const remote = { url, tenant: workspaceId }
  if (!credential) return { ...remote, credential: null }
  const open = () => decryptSecret(credential.secret, { table: 'Credential', id: credential.id, column: 'secret' })
  return { ...remote, credential: credentialFor(url, credential, open) }
}

/** A URL that a person typed, signed in at with the DevOps project's credential of that name. Throws NOT_FOUND where it has none. */
export async function toNamedRemote(
  scope: DevopsScope,
  { url, credential: name }: { url: string; credential: string | null },
): Promise<GitRemote> {
  if (name === null) return toRemote(scope, { url, credential: null })
  const credential = await db.credential.findUnique({
    where: { devopsProjectId_name: { devopsProjectId: scope.devopsProjectId, name } },
    select: credentialSelect,
  })
  if (!credential) throw new AppError('NOT_FOUND', { fields: { credential: { code: 'not_found' } } })
  return toRemote(scope, { url, credential })
}
