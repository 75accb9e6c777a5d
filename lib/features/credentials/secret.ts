/** What of an input is secret, checked and sealed for its row. */
import type { z } from 'zod'
import { AppError, type FieldIssue } from '#lib/core/errors.ts'
import { encryptSecret } from '#lib/crypto/secrets.ts'
import { git } from '#lib/features/repositories/public.ts'
import { knownHostName, knows, parseKnownHosts } from '#lib/git/known-hosts.ts'
import { hostAndPort, parseGitUrl } from '#lib/git/url.ts'
import type { createCredentialSchema, editCredentialSchema } from './schema.ts'

type CredentialInput = z.output<typeof createCredentialSchema> | z.output<typeof editCredentialSchema>

/** Ciphertext for the row, in the form that `lib/git/credential.ts` reads. */
export function sealSecret(id: string, input: CredentialInput): string {
  const plain =
    input.type === 'ssh_key' ? JSON.stringify({ privateKey: input.secret, passphrase: input.passphrase }) : input.secret
  return encryptSecret(plain, { table: 'Credential', id, column: 'secret' })
}

const refuse = (fields: Record<string, FieldIssue>): AppError =>
  new AppError('VALIDATION', { reason: 'git_ssh_key_invalid', fields })

/**
 * Opens a key as ssh will, and reads the host keys. Throws VALIDATION with the field that is wrong: a key that is public, of another format
 * or does not open with the passphrase, a passphrase without its key, known_hosts lines that are none or of other hosts.
 */
export async function checkSecret(input: CredentialInput): Promise<void> {
  if (input.type !== 'ssh_key') return
  const { secret, passphrase, knownHosts, boundTo } = input
  const issue = knownHostsIssue(knownHosts, boundTo)
  if (issue) throw new AppError('VALIDATION', { fields: { knownHosts: issue } })
  if (secret.trim() === '') {
    if (passphrase !== '') throw refuse({ secret: { code: 'required' } })
    return
  }
  const code = await git().findKeyProblem({ privateKey: secret, passphrase })
  if (code === null) return
  throw refuse({ [code === 'ssh_key_locked' || code === 'ssh_key_passphrase' ? 'passphrase' : 'secret']: { code } })
}

function knownHostsIssue(text: string, boundTo: string): FieldIssue | null {
  const keys = parseKnownHosts(text)
  if (keys === null) return { code: 'known_hosts_format' }
  const url = parseGitUrl(`${boundTo}/x`)
  const isKnown = keys.some((key) => knows(key, knownHostName(url)))
  return isKnown ? null : { code: 'known_hosts_other', params: { host: hostAndPort(url) } }
}
