/** Addresses that are no other machine's on a network, whatever it is that is looked for there. */
import { BlockList, isIP } from 'node:net'

const LOCAL_V4: readonly [string, number][] = [
  ['0.0.0.0', 8],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
]
const LOCAL_V6: readonly [string, number][] = [
  ['::', 128],
  ['::1', 128],
  ['fe80::', 10],
  ['ff00::', 8],
  // The metadata service of a cloud has an address among the private ones.
  ['fd00:ec2::', 32],
]

const local = new BlockList()
for (const [net, prefix] of LOCAL_V4) local.addSubnet(net, prefix, 'ipv4')
for (const [net, prefix] of LOCAL_V6) local.addSubnet(net, prefix, 'ipv6')

/**
 * True for this machine itself, link-local addresses (among them the metadata service of clouds) and what is no host's address at all.
 * Mapped IPv4 (`::ffff:127.0.0.1`) counts as what it maps.
 */
export function isLocalAddress(address: string): boolean {
  const kind = isIP(address)
  return kind === 0 || local.check(address, kind === 4 ? 'ipv4' : 'ipv6')
}
