/**
 * Which addresses an API server may have. Private networks are where clusters are, so they are allowed; the server itself, link-local
 * addresses (among them the metadata service of clouds) and what is no host at all are not, unless the operator says so.
 */
import { lookup } from 'node:dns/promises'
import { isIP } from 'node:net'
import { AppError } from '#lib/core/errors.ts'
import { isLocalAddress } from '#lib/core/local-address.ts'

/** Every address of a host name. Rejects when there is none. */
export type Resolver = (host: string) => Promise<string[]>

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
