/**
 * How a provider is talked to: as a registered cluster is (docs/adr/0022). Private networks are where many providers are; this machine,
 * link-local and metadata addresses are refused for every address of a name, at the moment of connecting. No redirects, https, a deadline, and
 * answers of at most 1 MiB.
 */
import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import type { CustomFetch } from 'openid-client'
import { Agent, fetch as send } from 'undici'
import { AppError } from '#lib/core/errors.ts'
import { isLocalAddress } from '#lib/core/local-address.ts'

/** How long a call may take. Seconds. */
export const CALL_SECONDS = 10
const MOST_BYTES = 1024 * 1024
const MOST_CONNECTIONS = 4

/** The call that openid-client makes with its own `customFetch`. */
export type ProviderFetch = CustomFetch

const bare = (hostname: string): string => hostname.replace(/^\[|\]$/g, '')

const refuse = (host: string): AppError =>
  new AppError('VALIDATION', { reason: 'sso_provider_address', params: { host } })

const isLoopbackName = (host: string): boolean =>
  host === 'localhost' || host === '::1' || /^127(\.\d{1,3}){3}$/.test(host)

/** What can be decided without asking DNS. Throws VALIDATION `sso_provider_address`. */
export function checkProviderUrl(url: URL, allowsLocal: boolean): void {
  const host = bare(url.hostname)
  const isSafe = url.protocol === 'https:' || (url.protocol === 'http:' && allowsLocal && isLoopbackName(host))
  if (!isSafe || url.username !== '' || url.password !== '') throw refuse(url.host)
  if (!allowsLocal && isIP(host) !== 0 && isLocalAddress(host)) throw refuse(url.host)
}

/** The system's resolver; one local address among others is refused too, because the connection may choose it. */
const guardedLookup = (allowsLocal: boolean): LookupFunction => {
  return (host, options, callback) =>
    lookup(host, { ...options, all: true }, (error, addresses) => {
      const [first] = addresses ?? []
      if (error || !first) return callback(error ?? new Error('no address'), '')
      if (!allowsLocal && addresses.some(({ address }) => isLocalAddress(address))) return callback(refuse(host), '')
      return options.all ? callback(null, addresses) : callback(null, first.address, first.family)
    })
}

const tooLarge = (host: string): AppError =>
  new AppError('UPSTREAM', { reason: 'sso_provider_answer', params: { host }, detail: `> ${MOST_BYTES} bytes` })

async function readCapped(body: AsyncIterable<Uint8Array> | null, host: string): Promise<Buffer> {
  const chunks: Uint8Array[] = []
  let size = 0
  for await (const chunk of body ?? []) {
    size += chunk.length
    // Leaving the loop ends the connection: the rest is not read.
    if (size > MOST_BYTES) throw tooLarge(host)
    chunks.push(chunk)
  }
  return Buffer.concat(chunks)
}

/** A `fetch` under these rules. Its failures are those of undici's, or `AppError`s that stand among their causes. */
export function createProviderFetch({ allowsLocal }: { allowsLocal: boolean }): ProviderFetch {
  const agent = new Agent({
    connections: MOST_CONNECTIONS,
    connect: { timeout: CALL_SECONDS * 1000, lookup: guardedLookup(allowsLocal) },
  })
  return async (url, { body, headers, method, signal }) => {
    const target = new URL(url)
    checkProviderUrl(target, allowsLocal)
    const response = await send(target, {
      ...{ headers, method, redirect: 'manual', dispatcher: agent },
      signal: signal ?? AbortSignal.timeout(CALL_SECONDS * 1000),
      ...(typeof body === 'string' || body instanceof URLSearchParams ? { body } : {}),
    })
    const bytes = await readCapped(response.body, target.host)
    return new Response(bytes.length === 0 ? null : new Uint8Array(bytes), {
      status: response.status,
      headers: [...response.headers],
    })
  }
}
