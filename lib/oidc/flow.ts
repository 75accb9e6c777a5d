/** The authorization code flow with PKCE (RFC 6749, RFC 7636, OpenID Connect Core 1.0 §3.1). */
import * as client from 'openid-client'
import { AppError } from '#lib/core/errors.ts'
import { signInFailure } from './failure.ts'
import type { Provider } from './provider.ts'

/** What proves, when somebody comes back, that it is the answer to this question of this browser. Secret until then. */
export type Flow = { state: string; nonce: string; verifier: string }
export type Claims = Record<string, unknown> & { sub: string }

/** The address to send the browser to, and what must be kept until it comes back. */
export async function beginFlow(
  { configuration }: Provider,
  { redirectUri, scopes }: { redirectUri: string; scopes: readonly string[] },
): Promise<{ url: string; flow: Flow }> {
  const flow = { state: client.randomState(), nonce: client.randomNonce(), verifier: client.randomPKCECodeVerifier() }
  const url = client.buildAuthorizationUrl(configuration, {
    ...{ redirect_uri: redirectUri, scope: scopes.join(' '), state: flow.state, nonce: flow.nonce },
    code_challenge: await client.calculatePKCECodeChallenge(flow.verifier),
    code_challenge_method: 'S256',
  })
  return { url: url.href, flow }
}

/**
 * Exchanges the code that the browser brought (`answer`: the query string) and judges the token: signature, issuer, audience, times, nonce.
 * What the token does not say of the person, the provider's userinfo endpoint is asked for. Throws UNAUTHENTICATED `sso_denied` or
 * `sso_token_refused`, UPSTREAM `sso_code_refused`, and what `openProvider` throws when the provider does not answer.
 */
export async function finishFlow(
  provider: Provider,
  { state, nonce, verifier }: Flow,
  { redirectUri, answer, wanted }: { redirectUri: string; answer: string; wanted: readonly string[] },
): Promise<Claims> {
  const { configuration, host } = provider
  const address = new URL(redirectUri)
  address.search = answer
  try {
    const tokens = await client.authorizationCodeGrant(configuration, address, {
      ...{ expectedState: state, expectedNonce: nonce, pkceCodeVerifier: verifier, idTokenExpected: true },
    })
    const claims = tokens.claims()
    if (!claims) throw refusedToken(host, 'id_token')
    requireForUs(claims, configuration.clientMetadata().client_id, host)
    const isComplete = wanted.every((name) => name in claims)
    if (isComplete || configuration.serverMetadata().userinfo_endpoint === undefined) return claims
    const more = await client.fetchUserInfo(configuration, tokens.access_token, claims.sub)
    return { ...more, ...claims }
  } catch (error) {
    throw signInFailure(error, host)
  }
}

const refusedToken = (host: string, detail: string): AppError =>
  new AppError('UNAUTHENTICATED', { reason: 'sso_token_refused', params: { host }, detail })

/** A token that names another authorized party is refused also where its audience is one. */
function requireForUs({ azp }: { azp?: unknown }, clientId: string, host: string): void {
  if (azp !== undefined && azp !== clientId) throw refusedToken(host, 'azp')
}
