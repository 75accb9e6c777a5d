/** A provider that answers whatever a test wants it to: for what a real one never does. */
import { createHmac, generateKeyPairSync, sign, type KeyObject } from 'node:crypto'
import { createServer, type RequestListener, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'

export const FORGED_CLIENT = 'ieum'

const base64 = (value: string | Buffer): string => Buffer.from(value).toString('base64url')
const part = (value: object): string => base64(JSON.stringify(value))

export type Keys = { privateKey: KeyObject; publicKey: KeyObject }
export const newKeys = (): Keys => generateKeyPairSync('rsa', { modulusLength: 2048 })

/** A token signed with RS256. */
export function signed({ privateKey }: Keys, claims: object, header: object = {}): string {
  const text = `${part({ alg: 'RS256', kid: 'k', ...header })}.${part(claims)}`
  return `${text}.${base64(sign('RSA-SHA256', Buffer.from(text), privateKey))}`
}

/** A token without a signature. */
export const unsigned = (claims: object): string => `${part({ alg: 'none' })}.${part(claims)}.`

/** A token "signed" with what everybody knows: the public key, as if it were a shared secret. */
export function confused({ publicKey }: Keys, claims: object): string {
  const text = `${part({ alg: 'HS256', kid: 'k' })}.${part(claims)}`
  const secret = publicKey.export({ type: 'spki', format: 'pem' })
  return `${text}.${base64(createHmac('sha256', secret).update(text).digest())}`
}

export type Forger = {
  issuer: string
  keys: Keys
  /** What the discovery document says otherwise than a good one. */
  metadata: Record<string, unknown>
  /** The token that the token endpoint answers with. */
  token: (claims: Record<string, unknown>) => string
  /** Takes over a path. */
  routes: Record<string, RequestListener>
  /** The paths that were asked for. */
  asked: string[]
  close(): Promise<void>
}

const json = (response: ServerResponse, body: unknown) => {
  response.setHeader('content-type', 'application/json')
  response.end(JSON.stringify(body))
}

const documentOf = ({ issuer, metadata }: Forger) => ({
  issuer,
  ...{ authorization_endpoint: `${issuer}/authorize`, token_endpoint: `${issuer}/token`, jwks_uri: `${issuer}/jwks` },
  ...{ response_types_supported: ['code'], code_challenge_methods_supported: ['S256'] },
  ...{ subject_types_supported: ['public'], id_token_signing_alg_values_supported: ['RS256', 'HS256', 'none'] },
  ...metadata,
})

/** What a good provider says of "somebody" now; the nonce is the flow's. */
export function goodClaims(issuer: string, nonce: string): Record<string, unknown> {
  const now = Math.floor(Date.now() / 1000)
  return { iss: issuer, sub: 'somebody', aud: FORGED_CLIENT, iat: now, exp: now + 60, nonce }
}

export async function startForger(): Promise<Forger> {
  const keys = newKeys()
  const server = createServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const forger: Forger = {
    ...{ issuer, keys, metadata: {}, routes: {}, asked: [] },
    token: (claims) => signed(keys, claims),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  const jwk = { ...keys.publicKey.export({ format: 'jwk' }), kid: 'k', use: 'sig' }
  server.on('request', (request, response) => {
    const { pathname } = new URL(request.url ?? '/', issuer)
    forger.asked.push(pathname)
    const route = forger.routes[pathname]
    if (route) return route(request, response)
    if (pathname === '/.well-known/openid-configuration') return json(response, documentOf(forger))
    if (pathname === '/jwks') return json(response, { keys: [jwk] })
    // The code is the nonce: that is how this server knows it.
    const chunks: Buffer[] = []
    request.on('data', (chunk: Buffer) => chunks.push(chunk))
    request.on('end', () => {
      const nonce = new URLSearchParams(Buffer.concat(chunks).toString()).get('code') ?? ''
      const idToken = forger.token(goodClaims(issuer, nonce))
      json(response, { access_token: 'a', token_type: 'Bearer', id_token: idToken })
    })
  })
  return forger
}
