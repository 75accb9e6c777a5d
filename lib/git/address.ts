/**
 * Which hosts Git may contact. Private, loopback, link-local, metadata and otherwise special addresses are refused unless the
 * platform's allow-list names the URL's `host:port`; the addresses that were checked are the ones Git is told to connect to, so a
 * second DNS answer cannot differ from the first.
 */
import { lookup } from 'node:dns/promises'
import { BlockList, connect, isIP } from 'node:net'
import { AppError } from '#lib/core/errors.ts'
import { hostAndPort, type GitUrl } from './url.ts'

/** Every address of a host name. Rejects when there is none. */
export type Resolver = (host: string) => Promise<string[]>

/** A URL together with the addresses that were checked for it. */
export type Destination = { url: GitUrl; addresses: string[] }

/** Special-purpose IPv4 ranges (IANA registry, RFC 6890): none of them is a Git host on the internet. */
const SPECIAL_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.0.2.0', 24],
  ['192.88.99.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['198.51.100.0', 24],
  ['203.0.113.0', 24],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]

/** Parts of the global unicast range that tunnel to IPv4, document or identify instead of addressing a host. */
const SPECIAL_V6: readonly [string, number][] = [
  ['2001::', 23],
  ['2001:db8::', 32],
  ['2002::', 16],
]

const special = new BlockList()
for (const [net, prefix] of SPECIAL_V4) special.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of SPECIAL_V6) special.addSubnet(net, prefix, 'ipv6')
const globalV6 = new BlockList()
globalV6.addSubnet('2000::', 3, 'ipv6')

/** True for an address that belongs to the public internet. Everything unknown is not public. */
export function isPublicAddress(address: string): boolean {
  switch (isIP(address)) {
    case 4:
      return !special.check(address, 'ipv4')
    case 6:
      return globalV6.check(address, 'ipv6') && !special.check(address, 'ipv6')
    default:
      return false
  }
}

const refuseHost = (url: GitUrl): AppError =>
  new AppError('VALIDATION', { reason: 'git_host_not_allowed', params: { host: hostAndPort(url) } })

const isListed = (url: GitUrl, allowed: readonly string[]): boolean => {
  const wanted = hostAndPort(url)
  return allowed.some((entry) => entry.trim().toLowerCase() === wanted)
}

/**
 * What can be decided without asking DNS: plain http and private addresses need the allow-list.
 * Throws VALIDATION `git_host_not_allowed`.
 */
export function checkUrlAllowed(url: GitUrl, allowed: readonly string[]): void {
  if (isListed(url, allowed)) return
  if (url.scheme === 'http') throw refuseHost(url)
  if (isIP(url.host) && !isPublicAddress(url.host)) throw refuseHost(url)
}

/**
 * Resolves the host and checks every address: one private address among public ones is refused too, because the client chooses.
 * Throws UPSTREAM `git_host_not_found`, TIMEOUT `git_timeout` or VALIDATION `git_host_not_allowed`.
 */
export async function resolveDestination(
  url: GitUrl,
  allowed: readonly string[],
  resolver: Resolver,
  timeoutMs: number,
): Promise<Destination> {
  if (isIP(url.host)) return { url, addresses: [url.host] }
  const addresses = await withinTime(resolver(url.host), timeoutMs, url.host)
  if (addresses.length === 0)
    throw new AppError('UPSTREAM', { reason: 'git_host_not_found', params: { host: url.host } })
  if (!isListed(url, allowed) && !addresses.every(isPublicAddress)) {
    throw refuseHost(url)
  }
  return { url, addresses }
}

async function withinTime(answer: Promise<string[]>, timeoutMs: number, host: string): Promise<string[]> {
  let timer: NodeJS.Timeout | undefined
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new AppError('TIMEOUT', { reason: 'git_timeout', params: { host } })), timeoutMs)
  })
  try {
    return await Promise.race([answer, late])
  } catch (error) {
    if (error instanceof AppError) throw error
    throw new AppError('UPSTREAM', { reason: 'git_host_not_found', params: { host }, cause: error })
  } finally {
    clearTimeout(timer)
  }
}

/** The system's resolver: what Git itself would use, hosts file included. */
export const systemResolver: Resolver = async (host) => {
  const answers = await lookup(host, { all: true, verbatim: true })
  return answers.map((answer) => answer.address)
}

/** The destination with the one address that a client which takes only one shall use. */
export const pinned = (destination: Destination, address: string): Destination =>
  destination.url.scheme === 'ssh' ? { ...destination, addresses: [address] } : destination

/** Opens and closes one TCP connection; the address that took it. Throws UPSTREAM `git_connection_refused` or TIMEOUT `git_timeout`. */
export async function checkReachable({ url, addresses }: Destination, timeoutMs: number): Promise<string> {
  const deadline = Date.now() + timeoutMs
  let failure = new AppError('UPSTREAM', { reason: 'git_connection_refused', params: { host: url.host } })
  for (const address of addresses) {
    const error = await tryConnect(address, url.port, Math.max(1, deadline - Date.now()))
    if (error === null) return address
    failure =
      error === 'timeout'
        ? new AppError('TIMEOUT', { reason: 'git_timeout', params: { host: url.host } })
        : new AppError('UPSTREAM', { reason: 'git_connection_refused', params: { host: url.host }, detail: error })
  }
  throw failure
}

/** Null when connected, 'timeout', or the system's error code. */
function tryConnect(address: string, port: number, timeoutMs: number): Promise<string | null> {
  return new Promise((resolve) => {
    const socket = connect({ host: address, port })
    const finish = (outcome: string | null) => {
      clearTimeout(timer)
      socket.destroy()
      resolve(outcome)
    }
    const timer = setTimeout(() => finish('timeout'), timeoutMs)
    socket.once('connect', () => finish(null))
    socket.once('error', (error: NodeJS.ErrnoException) => finish(error.code ?? 'failed'))
  })
}

/** The value of `http.curloptResolve` that pins the checked addresses; null for ssh, and where the URL holds an address already. */
export function pinnedResolve({ url, addresses }: Destination): string | null {
  if (isIP(url.host) || url.scheme === 'ssh') return null
  return `${url.host}:${url.port}:${addresses.map((address) => (isIP(address) === 6 ? `[${address}]` : address)).join(',')}`
}
