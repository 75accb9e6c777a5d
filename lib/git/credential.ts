/** A credential as it is stored → what signs in. Pure; whoever calls opens the secret. */
import { z } from 'zod'
import { AppError } from '#lib/core/errors.ts'
import type { GitCredential, GitRemote } from './types.ts'
import { originOf, parseGitUrl } from './url.ts'

/** A credential's row, without its secret. `boundTo` is the `scheme://host[:port]` that the secret was given for. */
export type StoredCredential = {
  type: 'username_password' | 'access_token' | 'ssh_key'
  username: string
  knownHosts: string
  boundTo: string
}

/** The secret of an SSH key as it is encrypted: a key may be locked with a passphrase. */
const sshSecretSchema = z.object({ privateKey: z.string(), passphrase: z.string().default('') })

/** What hosting services expect where an access token needs no user name: GitHub and GitLab take any, Bitbucket exactly this. */
const TOKEN_USER = 'x-token-auth'

/**
 * Signs in at `url` with a stored credential; `open` decrypts its secret and is called only after the check. Throws FORBIDDEN
 * `git_credential_host` when the secret was given for another host, scheme or port, and what `open` throws.
 */
export function credentialFor(url: string, stored: StoredCredential, open: () => string): GitCredential {
  const origin = originOf(parseGitUrl(url))
  if (origin !== stored.boundTo)
    throw new AppError('FORBIDDEN', { reason: 'git_credential_host', params: { host: stored.boundTo } })
  const secret = open()
  const { username, knownHosts } = stored
  if (stored.type === 'ssh_key') return { type: 'ssh_key', username, knownHosts, ...sshSecret(secret) }
  const isToken = stored.type === 'access_token'
  return { type: 'password', username: username || (isToken ? TOKEN_USER : ''), secret }
}

/** Throws VALIDATION `git_ssh_key_invalid` where the secret is not what an SSH key is stored as. */
function sshSecret(secret: string): z.output<typeof sshSecretSchema> {
  try {
    return sshSecretSchema.parse(JSON.parse(secret))
  } catch (cause) {
    throw new AppError('VALIDATION', { reason: 'git_ssh_key_invalid', cause })
  }
}

/** A text that is the same for two remotes only where repository and sign-in are: what was fetched with one secret is not shown to another. */
export function identityOf({ url, credential }: Pick<GitRemote, 'url' | 'credential'>): string {
  const { href } = parseGitUrl(url)
  if (credential === null) return JSON.stringify([href])
  const { type, username } = credential
  const secrets =
    credential.type === 'password'
      ? [credential.secret]
      : [credential.privateKey, credential.passphrase, credential.knownHosts]
  return JSON.stringify([href, type, username, ...secrets])
}
