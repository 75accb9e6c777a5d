/** How Services are reached, as text and links. Pure. */
import type { ServiceRow } from '#lib/features/services/types.ts'

export type ExternalAddress = {
  /** "172.18.0.3:31080", an IPv6 host in brackets. */
  text: string
  /** Null for what a browser cannot open (UDP, SCTP), and for what is no host: clusters write here what they like. */
  href: string | null
  node: string
}

type Port = ServiceRow['ports'][number]

const hostText = (host: string): string => (host.includes(':') ? `[${host}]` : host)

/** Ports that speak TLS by their name or number open with https. */
const schemeOf = (port: Port | undefined): 'http' | 'https' =>
  port !== undefined && (port.port === 443 || port.name === 'https' || port.name.startsWith('https-'))
    ? 'https'
    : 'http'

/** `scheme://text` where it leads to exactly this host and nowhere else, as a browser reads it. */
function urlOf(scheme: 'http' | 'https', host: string, text: string): string | null {
  const url = URL.parse(`${scheme}://${text}`)
  if (url?.hostname !== host.toLowerCase()) return null
  return `${url.username}${url.password}${url.search}${url.hash}` === '' && url.pathname === '/'
    ? `${scheme}://${text}`
    : null
}

/** The address of one port of the Service on a host. */
export function addressAt(host: string, number: number, port: Port | undefined, node: string): ExternalAddress {
  const text = `${hostText(host)}:${number}`
  const opens = port === undefined || port.protocol === 'TCP'
  return { text, href: opens ? urlOf(schemeOf(port), hostText(host), text) : null, node }
}

/** Every address under which the Service answers from outside now; nodes that share an address are one. */
export function externalAddresses(row: ServiceRow): ExternalAddress[] {
  const all = row.externalAddresses.map(({ host, port, node }) =>
    addressAt(
      host,
      port,
      row.ports.find((own) => (node === '' ? own.port === port : own.nodePort === port)),
      node,
    ),
  )
  return all.filter((address, index) => all.findIndex((other) => other.text === address.text) === index)
}

/** "http 80/TCP" or "80/TCP". */
export const portText = (port: Port): string =>
  `${port.name === '' ? '' : `${port.name} `}${port.port}/${port.protocol}`

/** What changing the access may not do: a Service without an address of its own cannot be opened. */
export const canBeExposed = ({ type }: ServiceRow): boolean => type !== 'ExternalName' && type !== 'Headless'
