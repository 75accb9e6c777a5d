/** Lines of an OpenSSH known_hosts file. Source of the format: sshd(8), "SSH_KNOWN_HOSTS FILE FORMAT". */
import { createHash, createHmac } from 'node:crypto'
import type { HostKey } from './types.ts'
import { hostAndPort, type GitUrl } from './url.ts'

const LINE =
  /^(?:(?<marker>@cert-authority|@revoked)\s+)?(?<names>\S+)\s+(?<algorithm>[a-z0-9@.-]+)\s+(?<key>[A-Za-z0-9+/]+={0,2})(?:\s.*)?$/

/** The host as known_hosts files spell it: with its port, in brackets, unless that is ssh's own. */
export function knownHostName({ host, port }: Pick<GitUrl, 'host' | 'port'>): string {
  if (port === 22) return host
  const known = hostAndPort({ host, port })
  return known.startsWith('[') ? known : `[${host}]:${port}`
}

/** Reads the lines; comments and empty lines are left out. Null where one of them is no line of such a file. */
export function parseKnownHosts(text: string): HostKey[] | null {
  const lines = text.split(/\r\n?|\n/).map((line) => line.trim())
  const keys = lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseLine)
  return keys.some((key) => key === null) ? null : keys.filter((key) => key !== null)
}

function parseLine(line: string): HostKey | null {
  const { names, algorithm, key } = LINE.exec(line)?.groups ?? {}
  if (names === undefined || algorithm === undefined || key === undefined) return null
  const blob = Buffer.from(key, 'base64')
  // The key says once more what it is: a length and the name.
  if (blob.length < 4 || blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('latin1') !== algorithm) return null
  const fingerprint = `SHA256:${createHash('sha256').update(blob).digest('base64').replace(/=+$/, '')}`
  return { line, names, algorithm, fingerprint }
}

/** Whether a line is about the host, by name, pattern or hash. */
export const knows = ({ names }: HostKey, name: string): boolean =>
  names.startsWith('|1|') ? isHashOf(names, name) : isListed(names.split(','), name)

function isHashOf(names: string, name: string): boolean {
  const [, , salt = '', hash = ''] = names.split('|')
  return createHmac('sha1', Buffer.from(salt, 'base64')).update(name).digest('base64') === hash
}

function isListed(patterns: readonly string[], name: string): boolean {
  const isMatch = (pattern: string): boolean =>
    new RegExp(
      `^${pattern
        .replace(/[.+^${}()|[\]\\]/g, '\\$&')
        .replaceAll('*', '.*')
        .replaceAll('?', '.')}$`,
      'i',
    ).test(name)
  const forbidden = patterns.filter((pattern) => pattern.startsWith('!'))
  return !forbidden.some((pattern) => isMatch(pattern.slice(1))) && patterns.some(isMatch)
}
