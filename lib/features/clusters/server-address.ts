/**
 * Which addresses an API server may have. Private networks are where clusters are, so they are allowed; the server itself, link-local
 * addresses (among them the metadata service of clouds) and what is no host at all are not, unless the operator says so.
 */
import { lookup } from 'node:dns/promises'
import { BlockList, isIP } from 'node:net'
import { AppError } from '#lib/core/errors.ts'

/** Every address of a host name. Rejects when there is none. */
export type Resolver = (host: string) => Promise<string[]>

const NO_CLUSTER_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const NO_CLUSTER_V6: readonly [string, number][] = [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  // The metadata service of a cloud has an address among the private ones.
  ['fd00:ec2::', 32],
]

const refused = new BlockList()
for (const [net, prefix] of NO_CLUSTER_V4) refused.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of NO_CLUSTER_V6) refused.addSubnet(net, prefix, 'ipv6')

/** True for an address at which no API server is looked for. Mapped IPv4 (`::ffff:127.0.0.1`) counts as what it maps. */
export function isLocalAddress(address: string): boolean {
  const kind = isIP(address)
  return kind === 0 || refused.check(address, kind === 4 ? 'ipv4' : 'ipv6')
}

const systemResolver: Resolver = async (host) =>
  (await lookup(host, { all: true, verbatim: true })).map((one) => one.address)

/**
 * Refuses a server whose name leads, with any of its addresses, to this machine or a link-local address. Throws VALIDATION
 * `cluster_local_address` or UPSTREAM `cluster_host_not_found`. A name that changes its address later meets TLS with the registered CA.
 */
export async function checkServerAddress(
  server: string,
  { allowsLocal, resolver = systemResolver }: { allowsLocal: boolean; resolver?: Resolver },
): Promise<void> {
  const host = new URL(server).hostname.replace(/^\[|\]$/g, '')
  const addresses = isIP(host) ? [host] : await addressesOf(host, resolver)
  if (!allowsLocal && addresses.some(isLocalAddress))
    throw new AppError('VALIDATION', { reason: 'cluster_local_address', params: { host } })
}

async function addressesOf(host: string, resolver: Resolver): Promise<string[]> {
  try {
    return await resolver(host)
  } catch (cause) {
    throw new AppError('UPSTREAM', { reason: 'cluster_host_not_found', params: { host }, cause })
  }
}
