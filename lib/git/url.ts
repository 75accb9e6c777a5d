/**
 * Repository URLs as people type them → the one spelling that is handed to Git. Pure, and free of Node, because forms read them with the
 * same rules.
 */
import { AppError } from '#lib/core/errors.ts'

/** A repository URL in the one spelling that is handed to Git. */
export type GitUrl = {
  href: string
  scheme: 'http' | 'https' | 'ssh'
  /** Lower case, punycode, without brackets and trailing dot. */
  host: string
  port: number
  /** Who signs in by ssh; empty where the URL does not say, and always for http. */
  user: string
}

const MAX_URL_LENGTH = 2048
const DEFAULT_PORTS = { http: 80, https: 443, ssh: 22 } as const

/** Blanks and control characters, also encoded: each of them could begin another line somewhere (CVE-2024-50349, CVE-2024-52006). */
const CONTROL = /[\s\u0000-\u001f\u007f\\]|%(?:[01][0-9a-f]|7f)/i
const SSH = /^ssh:\/\/(?:([^@/]*)@)?(\[[^\]]+\]|[^/:@]+)(?::(\d{1,5}))?(\/.*)$/i
/** `git@host:path`, as `git clone` takes it. The user is required, so that `ext::sh` or `c:/x` never reads as a host. */
const SCP_LIKE = /^([^@/:]+)@(\[[^\]]+\]|[^/:@[]+):(?!:)(.+)$/
/** Also what keeps a host or a user from being read as an option of ssh (CVE-2017-1000117). */
const HOST = /^[a-z0-9](?:[a-z0-9._-]*[a-z0-9])?$|^\[[0-9a-f:.]+\]$/
const USER = /^[A-Za-z0-9_](?:[A-Za-z0-9._-]*[A-Za-z0-9_])?$/
/** Scripts of host names that no Latin letter can be mistaken for; every other name is written in its ASCII form (`xn--…`). */
const PLAIN_HOST = /^[\p{ASCII}\p{Script=Hangul}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}]*$/u

const refuse = (): AppError => new AppError('VALIDATION', { reason: 'git_url_not_allowed' })

/**
 * Parses a repository URL: http, https or ssh, or `user@host:path`, which becomes `ssh://user@host/path` (hosting services read both the
 * same; a path below the home folder of a plain server is `ssh://user@host/~/path`). No password, query, fragment, blanks or control
 * characters (also encoded), and no host name that looks like another. The WHATWG parser turns other spellings of an IPv4 address
 * (`0x7f000001`, `2130706433`) into the usual one. Throws VALIDATION `git_url_not_allowed`.
 */
export function parseGitUrl(text: string): GitUrl {
  if (text.length > MAX_URL_LENGTH || CONTROL.test(text)) throw refuse()
  const ssh = SSH.exec(text)
  if (ssh) return sshUrl(ssh[1] ?? '', ssh[2] ?? '', ssh[3] ?? '', ssh[4] ?? '')
  const scp = text.includes('://') ? null : SCP_LIKE.exec(text)
  return scp ? sshUrl(scp[1] ?? '', scp[2] ?? '', '', `/${(scp[3] ?? '').replace(/^\/+/, '')}`) : httpUrl(text)
}

function httpUrl(text: string): GitUrl {
  // The parser would read "https:///x" as the host x.
  const url = /^https?:\/\/[^/]/i.test(text) ? parse(text) : null
  if (!url || (url.protocol !== 'https:' && url.protocol !== 'http:')) throw refuse()
  if (url.username || url.password || url.search || url.hash) throw refuse()
  const host = plainHost(/^https?:\/\/([^/:]*)/i.exec(text)?.[1] ?? '', url)
  // Without the dot everywhere, or Git's client would look up a name that is not the pinned one.
  if (url.hostname.endsWith('.')) url.hostname = host
  const scheme = url.protocol === 'https:' ? 'https' : 'http'
  return { href: url.href, scheme, host: bare(host), port: Number(url.port) || DEFAULT_PORTS[scheme], user: '' }
}

function sshUrl(user: string, hostText: string, portText: string, path: string): GitUrl {
  if (user !== '' && !USER.test(user)) throw refuse()
  // The parser knows special hosts (other spellings of addresses, IDN) only for the web's schemes.
  const url = parse(`https://${hostText}${path}`)
  if (!url || url.port || url.username || url.search || url.hash || url.pathname === '/') throw refuse()
  const host = plainHost(hostText, url)
  const port = portText === '' ? DEFAULT_PORTS.ssh : Number(portText)
  if (port < 1 || port > 65_535) throw refuse()
  const authority = (user ? `${user}@` : '') + host + (port === DEFAULT_PORTS.ssh ? '' : `:${port}`)
  return { href: `ssh://${authority}${url.pathname}`, scheme: 'ssh', host: bare(host), port, user }
}

/** URL.parse is not in every browser that forms are read in. */
function parse(text: string): URL | null {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

/** The parsed host without its trailing dot. */
function plainHost(typed: string, url: URL): string {
  const host = url.hostname.replace(/\.$/, '')
  if (!HOST.test(host) || !PLAIN_HOST.test(typed)) throw refuse()
  return host
}

const bare = (host: string): string => host.replace(/^\[|\]$/g, '')

/** An ssh URL that names no user, with this one. Throws VALIDATION `git_url_not_allowed` for what could be read as anything but a name. */
export function hrefAs({ href }: GitUrl, user: string): string {
  if (!USER.test(user)) throw refuse()
  return href.replace('ssh://', `ssh://${user}@`)
}

/** `host:port` as allow-lists and known_hosts files spell it; IPv6 in brackets. */
export const hostAndPort = ({ host, port }: Pick<GitUrl, 'host' | 'port'>): string =>
  host.includes(':') ? `[${host}]:${port}` : `${host}:${port}`

/** `scheme://host[:port]`, the port only where it is not the scheme's own: what a credential is bound to. */
export function originOf({ scheme, host, port }: GitUrl): string {
  const authority = hostAndPort({ host, port })
  return `${scheme}://${port === DEFAULT_PORTS[scheme] ? authority.slice(0, authority.lastIndexOf(':')) : authority}`
}
