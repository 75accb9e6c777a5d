/** A repository's row → where Git goes and how it signs in. */
import { AppError } from '#lib/core/errors.ts'
import { decryptSecret } from '#lib/crypto/secrets.ts'
import type { GitRemote } from '#lib/git/types.ts'

type RemoteRow = {
  url: string
  credential: { id: string; username: string; secret: string; boundTo: string } | null
}

/** Opens the credential for Git. Throws FORBIDDEN when the URL leads to another host than the secret was given for. */
export function toRemote({ url, credential }: RemoteRow): GitRemote {
  if (!credential) return { url, credential: null }
  if (new URL(url).origin !== credential.boundTo)
    throw new AppError('FORBIDDEN', { reason: 'git_url_not_allowed', params: { host: credential.boundTo } })
  const secret = decryptSecret(credential.secret, { table: 'Credential', id: credential.id, column: 'secret' })
  return { url, credential: { username: credential.username, secret } }
}
