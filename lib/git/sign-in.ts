/**
 * Signing in at a remote: the environment for Git, and for ssh a private folder with the key that is gone when the command is. A crash
 * leaves it in the door's work folder, which the next door empties before it does anything.
 */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#lib/core/errors.ts'
import { runGuarded } from '#lib/process/guard.ts'
import type { Destination } from './address.ts'
import { GitCommandError } from './command.ts'
import { classify } from './errors.ts'
import { makeWorkFolder } from './folders.ts'
import { knownHostName } from './known-hosts.ts'
import { ASKPASS_SCRIPT, findProgram, pathFor, SSH_SCRIPT } from './programs.ts'
import { keyText } from './ssh-key.ts'
import type { GitCredential } from './types.ts'
import { hostAndPort, hrefAs, type GitUrl } from './url.ts'

type SshKey = Extract<GitCredential, { type: 'ssh_key' }>
type Variables = Readonly<Record<string, string>>

/** Who signs in by ssh where neither the URL nor the credential says: what every hosting service uses. */
const DEFAULT_SSH_USER = 'git'

/**
 * Whether a credential can be used with a URL at all, before anybody is contacted. Throws VALIDATION `git_credential_kind` (ssh needs a key,
 * http none) or `git_host_key_unknown` when no host key is trusted.
 */
export function checkSignIn(url: GitUrl, credential: GitCredential | null): void {
  const isKey = credential?.type === 'ssh_key'
  const host = hostAndPort(url)
  if (url.scheme === 'ssh' ? !isKey : isKey)
    throw new AppError('VALIDATION', { reason: 'git_credential_kind', params: { host } })
  if (isKey && !/^[^#\s]/m.test(credential.knownHosts))
    throw new AppError('VALIDATION', { reason: 'git_host_key_unknown', params: { host } })
}

/** The URL as Git gets it: by ssh with the name of who signs in. Throws VALIDATION `git_url_not_allowed` for a name that is none. */
export const signInHref = (url: GitUrl, credential: GitCredential | null): string =>
  url.scheme === 'ssh' && url.user === '' ? hrefAs(url, credential?.username || DEFAULT_SSH_USER) : url.href

/** What must not be shown of a credential. */
export const secretsOf = (credential: GitCredential | null): string[] => {
  if (credential === null) return []
  return credential.type === 'password' ? [credential.secret] : [credential.passphrase]
}

/**
 * Runs `work` with the variables that sign in. Throws what `checkSignIn` and `work` throw, UNAVAILABLE `git_ssh_missing` where there is no
 * ssh client, VALIDATION `git_ssh_key_invalid` when the server refused a key that cannot even be read.
 */
export async function signedIn<T>(
  destination: Destination,
  credential: GitCredential | null,
  places: { work: string; connectMs: number },
  work: (signIn: Variables) => Promise<T>,
): Promise<T> {
  checkSignIn(destination.url, credential)
  if (credential === null) return work({})
  if (credential.type === 'ssh_key') return withKey(destination, credential, places, work)
  const { username, secret } = credential
  return work({ GIT_ASKPASS: ASKPASS_SCRIPT, IEUM_GIT_USERNAME: username, IEUM_GIT_SECRET: secret })
}

async function withKey<T>(
  destination: Destination,
  credential: SshKey,
  places: { work: string; connectMs: number },
  work: (signIn: Variables) => Promise<T>,
): Promise<T> {
  const ssh = findProgram('ssh')
  if (ssh === null) throw new AppError('UNAVAILABLE', { reason: 'git_ssh_missing' })
  const folder = await makeWorkFolder(places.work)
  const passphrase = passphraseVariables(credential)
  try {
    await writeFile(join(folder, 'key'), keyText(credential.privateKey), { mode: 0o600 })
    await writeFile(join(folder, 'known_hosts'), keyText(credential.knownHosts), { mode: 0o600 })
    return await work({ ...sshVariables(ssh, folder, destination, places.connectMs, passphrase), ...passphrase })
  } catch (error) {
    if (isRefusal(error)) await checkKey(ssh, folder, passphrase)
    throw error
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

const passphraseVariables = ({ passphrase }: SshKey): Variables =>
  passphrase === ''
    ? {}
    : { SSH_ASKPASS: ASKPASS_SCRIPT, SSH_ASKPASS_REQUIRE: 'force', IEUM_GIT_PASSPHRASE: passphrase }

function sshVariables(
  ssh: string,
  folder: string,
  { url, addresses }: Destination,
  connectMs: number,
  passphrase: Variables,
): Variables {
  return {
    GIT_SSH: SSH_SCRIPT,
    GIT_SSH_VARIANT: 'ssh',
    IEUM_SSH: ssh,
    IEUM_SSH_FOLDER: folder,
    IEUM_SSH_ADDRESS: addresses[0] ?? url.host,
    IEUM_SSH_HOST: knownHostName(url),
    IEUM_SSH_BATCH: Object.keys(passphrase).length === 0 ? 'yes' : 'no',
    IEUM_SSH_SECONDS: String(Math.ceil(connectMs / 1000)),
  }
}

const isRefusal = (error: unknown): boolean =>
  error instanceof GitCommandError && classify(error.failure) === 'git_auth_failed'

/** ssh only says that the server refused; whether the key could be opened at all is asked of ssh-keygen. */
async function checkKey(ssh: string, folder: string, passphrase: Variables): Promise<void> {
  const keygen = findProgram('ssh-keygen')
  if (keygen === null) return
  const { code } = await runGuarded(keygen, ['-y', '-f', 'key'], {
    cwd: folder,
    timeoutMs: 5000,
    env: { PATH: pathFor(ssh), LANG: 'C.UTF-8', ...passphrase },
    maxStdout: 64 * 1024,
    maxStderr: 4096,
  })
  if (code !== 0) throw new AppError('VALIDATION', { reason: 'git_ssh_key_invalid' })
}
