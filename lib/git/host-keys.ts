/** Asking an ssh host for its keys, for a person to compare with what the host publishes: an answer of the network proves nothing yet. */
import { AppError } from '#lib/core/errors.ts'
import { runGuarded } from '#lib/process/guard.ts'
import { checkReachable, checkUrlAllowed, resolveDestination } from './address.ts'
import { knownHostName, parseKnownHosts } from './known-hosts.ts'
import { findProgram, pathFor } from './programs.ts'
import type { GitContext } from './remote.ts'
import type { HostKey } from './types.ts'
import { hostAndPort, parseGitUrl } from './url.ts'

/**
 * The keys that the host of an ssh URL shows, as lines of a known_hosts file. The address is checked and pinned as for Git itself. Throws
 * what these checks throw, VALIDATION `git_credential_kind` for another scheme, UNAVAILABLE `git_ssh_missing`, and UPSTREAM
 * `git_host_key_unknown` where something answers that shows none.
 */
export async function scanHostKeys(context: GitContext, address: string): Promise<HostKey[]> {
  const url = parseGitUrl(address)
  if (url.scheme !== 'ssh')
    throw new AppError('VALIDATION', { reason: 'git_credential_kind', params: { host: hostAndPort(url) } })
  const allowed = await context.allowedPrivateHosts()
  const { connectMs } = context.limits
  checkUrlAllowed(url, allowed)
  const program = findProgram('ssh-keyscan')
  if (program === null) throw new AppError('UNAVAILABLE', { reason: 'git_ssh_missing' })
  const destination = await resolveDestination(url, allowed, context.resolver, connectMs)
  const pinned = await checkReachable(destination, connectMs)
  const seconds = Math.ceil(connectMs / 1000)
  const { stdout } = await runGuarded(program, ['-T', String(seconds), '-p', String(url.port), '--', pinned], {
    timeoutMs: connectMs * 2,
    env: { PATH: pathFor(program), LANG: 'C.UTF-8' },
    maxStdout: 64 * 1024,
    maxStderr: 4096,
  })
  const keys = named(stdout.toString('utf8'), knownHostName(url))
  if (keys.length === 0)
    throw new AppError('UPSTREAM', { reason: 'git_host_key_unknown', params: { host: hostAndPort(url) } })
  return keys
}

/** ssh-keyscan calls the host by the address it was given; the file has to call it by its name. */
function named(text: string, name: string): HostKey[] {
  const lines = text.split('\n').filter((line) => line !== '' && !line.startsWith('#'))
  const renamed = lines.map((line) => line.replace(/^\S+/, () => name)).sort()
  return renamed.flatMap((line) => parseKnownHosts(line) ?? [])
}
