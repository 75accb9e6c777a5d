/** A provider as it describes itself, checked for what Ieum needs of it: the authorization code flow with PKCE, and signatures it can judge. */
import * as client from 'openid-client'
import { AppError } from '#lib/core/errors.ts'
import { discoveryFailure } from './failure.ts'
import { CALL_SECONDS, checkProviderUrl, createProviderFetch, type ProviderFetch } from './http.ts'

/** What is known of a provider. A client without a secret proves itself by PKCE alone. */
export type ProviderSettings = { issuer: string; clientId: string; clientSecret: string | null; allowsLocal: boolean }
export type Provider = { issuer: string; host: string; configuration: client.Configuration }

/** Signatures by keys that the provider publishes. No `none`, and nothing that a shared or public text could forge (HS256). */
export const ALGORITHMS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'Ed25519', 'EdDSA'],
] as const

/** How far the clocks of a provider and of this machine may differ. Seconds. */
export const SKEW_SECONDS = 30

const FETCHES: Record<'local' | 'network', ProviderFetch> = {
  local: createProviderFetch({ allowsLocal: true }),
  network: createProviderFetch({ allowsLocal: false }),
}

type Metadata = Readonly<client.ServerMetadata>

/** What a provider lacks, in its own words: fields of the discovery document. Pure. */
export function lacking(metadata: Metadata): string[] {
  const listed = (list: readonly string[] | undefined, wanted: readonly string[]) =>
    list === undefined || list.some((one) => wanted.includes(one))
  return [
    ...(['authorization_endpoint', 'token_endpoint', 'jwks_uri'] as const).filter((name) => !metadata[name]),
    ...(listed(metadata['response_types_supported'], ['code']) ? [] : ['response_types_supported: code']),
    // Not every provider says that it knows PKCE (RFC 8414 leaves it open); one that lists other methods only is refused.
    ...(listed(metadata.code_challenge_methods_supported, ['S256']) ? [] : ['code_challenge_methods_supported: S256']),
    ...(listed(metadata.id_token_signing_alg_values_supported, ALGORITHMS)
      ? []
      : ['id_token_signing_alg_values_supported']),
  ]
}

function authenticationOf({ clientSecret }: ProviderSettings, metadata: Metadata): client.ClientAuth {
  if (clientSecret === null) return client.None()
  const methods = metadata.token_endpoint_auth_methods_supported ?? ['client_secret_basic']
  return methods.includes('client_secret_basic')
    ? client.ClientSecretBasic(clientSecret)
    : client.ClientSecretPost(clientSecret)
}

async function discover({ issuer, clientId, allowsLocal }: ProviderSettings, fetch: ProviderFetch): Promise<Metadata> {
  const url = new URL(issuer)
  checkProviderUrl(url, allowsLocal)
  try {
    const found = await client.discovery(url, clientId, undefined, client.None(), {
      ...{ algorithm: 'oidc', timeout: CALL_SECONDS, [client.customFetch]: fetch },
      ...(allowsLocal && url.protocol === 'http:' ? { execute: [client.allowInsecureRequests] } : {}),
    })
    return found.serverMetadata()
  } catch (error) {
    throw discoveryFailure(error, url.host)
  }
}

function requireUsable(metadata: Metadata, { issuer, allowsLocal }: ProviderSettings): void {
  const { host } = new URL(issuer)
  // Exactly: one document for many tenants would let any of their people in.
  if (metadata.issuer !== issuer)
    throw new AppError('VALIDATION', {
      ...{ reason: 'sso_issuer_differs', params: { host }, detail: metadata.issuer.slice(0, 500) },
    })
  const missing = lacking(metadata)
  if (missing.length > 0)
    throw new AppError('VALIDATION', { reason: 'sso_flow_not_supported', params: { host }, detail: missing.join(', ') })
  // Where the browser is sent to; every other address is checked when it is called.
  checkProviderUrl(new URL(metadata.authorization_endpoint ?? ''), allowsLocal)
}

/**
 * Reads a provider's own description and checks it. Throws VALIDATION `sso_provider_address`, `sso_issuer_differs` or
 * `sso_flow_not_supported`, UPSTREAM `sso_provider_unreachable` or `sso_provider_answer`, TIMEOUT `sso_provider_timeout`.
 */
export async function openProvider(settings: ProviderSettings): Promise<Provider> {
  const fetch = FETCHES[settings.allowsLocal ? 'local' : 'network']
  const metadata = await discover(settings, fetch)
  requireUsable(metadata, settings)
  const named = metadata.id_token_signing_alg_values_supported
  const algorithms = named?.filter((name) => (ALGORITHMS as readonly string[]).includes(name))
  const configuration = new client.Configuration(
    { ...metadata, ...(algorithms && { id_token_signing_alg_values_supported: algorithms }) },
    settings.clientId,
    { [client.clockTolerance]: SKEW_SECONDS },
    authenticationOf(settings, metadata),
  )
  configuration[client.customFetch] = fetch
  configuration.timeout = CALL_SECONDS
  // Without this the token is trusted because TLS brought it; with it its signature is checked as well.
  client.enableNonRepudiationChecks(configuration)
  if (settings.allowsLocal) client.allowInsecureRequests(configuration)
  return { issuer: settings.issuer, host: new URL(settings.issuer).host, configuration }
}

/** Fetches the keys as well, as a sign-in would. Throws as `openProvider`, and UPSTREAM `sso_provider_answer` for none. */
export async function testProvider(settings: ProviderSettings): Promise<{ keys: number; saysPkce: boolean }> {
  const { configuration, host } = await openProvider(settings)
  const metadata = configuration.serverMetadata()
  const fetch = FETCHES[settings.allowsLocal ? 'local' : 'network']
  const keys = await readKeys(metadata.jwks_uri ?? '', fetch).catch((error: unknown) => {
    throw discoveryFailure(error, host)
  })
  if (keys === 0)
    throw new AppError('UPSTREAM', { reason: 'sso_provider_answer', params: { host }, detail: 'jwks_uri' })
  return { keys, saysPkce: metadata.code_challenge_methods_supported !== undefined }
}

/** How many keys a set has; 0 for what is none. */
async function readKeys(url: string, fetch: ProviderFetch): Promise<number> {
  const response = await fetch(url, {
    method: 'GET',
    body: undefined,
    headers: { accept: 'application/json' },
    redirect: 'manual',
  })
  if (response.status !== 200) return 0
  const set: unknown = await response.json().catch(() => null)
  return typeof set === 'object' && set !== null && 'keys' in set && Array.isArray(set.keys) ? set.keys.length : 0
}
