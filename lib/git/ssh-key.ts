/** Whether a private key that somebody gives can be used: it is really opened, by the program that ssh itself opens it with. */
import { rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { AppError } from '#lib/core/errors.ts'
import { runGuarded } from '#lib/process/guard.ts'
import { makeWorkFolder } from './folders.ts'
import { ASKPASS_SCRIPT, findProgram, pathFor } from './programs.ts'

/** What is wrong with a key; the field codes of the form. */
export type SshKeyProblem = 'ssh_key_public' | 'ssh_key_format' | 'ssh_key_locked' | 'ssh_key_passphrase'

const PUBLIC =
  /^(ssh-|ecdsa-|sk-)\S+\s+AAAA|^-----BEGIN (RSA |DSA |EC )?PUBLIC KEY-----|^---- BEGIN SSH2 PUBLIC KEY ----/
const PRIVATE = /^-----BEGIN ((OPENSSH|RSA|EC|ENCRYPTED) )?PRIVATE KEY-----$/m
/** Kinds that need somebody to touch a device, and one that servers no longer accept. */
const UNUSABLE = /^(sk-|ssh-dss)/
const LOCKED = /incorrect passphrase|bad decrypt|bad passphrase/i

/** Text of a key as OpenSSH reads it: line feeds only, and one at the end. */
export const keyText = (text: string): string => `${text.replace(/\r\n?/g, '\n').trim()}\n`

/**
 * Null for a key that opens with the passphrase. The key lies in a private folder below `work` meanwhile, the passphrase in the environment
 * of the program alone. Throws UNAVAILABLE `git_ssh_missing` where there is no ssh-keygen.
 */
export async function findKeyProblem(
  { privateKey, passphrase }: { privateKey: string; passphrase: string },
  work: string,
): Promise<SshKeyProblem | null> {
  const text = keyText(privateKey)
  if (PUBLIC.test(text)) return 'ssh_key_public'
  if (!PRIVATE.test(text)) return 'ssh_key_format'
  const keygen = findProgram('ssh-keygen')
  if (keygen === null) throw new AppError('UNAVAILABLE', { reason: 'git_ssh_missing' })
  const folder = await makeWorkFolder(work)
  try {
    await writeFile(join(folder, 'key'), text, { mode: 0o600 })
    const open = await publicKey(keygen, folder, '')
    if (open.key !== '') return UNUSABLE.test(open.key) ? 'ssh_key_format' : null
    if (!isLocked(text, open.stderr)) return 'ssh_key_format'
    if (passphrase === '') return 'ssh_key_locked'
    const { key } = await publicKey(keygen, folder, passphrase)
    if (key === '') return 'ssh_key_passphrase'
    return UNUSABLE.test(key) ? 'ssh_key_format' : null
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Libcrypto's own formats say in their head that they are locked; ssh-keygen's words for them differ between versions. */
const isLocked = (text: string, stderr: string): boolean =>
  LOCKED.test(stderr) || text.includes('Proc-Type: 4,ENCRYPTED') || text.includes('BEGIN ENCRYPTED PRIVATE KEY')

async function publicKey(keygen: string, cwd: string, passphrase: string): Promise<{ key: string; stderr: string }> {
  const { code, stdout, stderr } = await runGuarded(keygen, ['-y', '-f', 'key'], {
    cwd,
    timeoutMs: 5000,
    env: {
      PATH: pathFor(keygen),
      LANG: 'C.UTF-8',
      SSH_ASKPASS: ASKPASS_SCRIPT,
      SSH_ASKPASS_REQUIRE: 'force',
      IEUM_GIT_PASSPHRASE: passphrase,
    },
    maxStdout: 64 * 1024,
    maxStderr: 4096,
  })
  return { key: code === 0 ? stdout.toString('utf8').trim() : '', stderr }
}
