/** What a provider must not get away with, whoever runs it. */
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { beginFlow, finishFlow } from './flow.ts'
import { createProviderFetch } from './http.ts'
import { openProvider, testProvider, type ProviderSettings } from './provider.ts'
import { confused, FORGED_CLIENT, newKeys, signed, startForger, unsigned, type Forger } from './testing/forger.ts'

const REDIRECT = 'http://localhost:3000/login/sso/forged'
let forger: Forger

beforeAll(async () => {
  forger = await startForger()
})
afterAll(() => forger.close())
beforeEach(() => {
  forger.metadata = {}
  forger.routes = {}
  forger.asked = []
  forger.token = (claims) => signed(forger.keys, claims)
})

const settings = (): ProviderSettings => ({
  ...{ issuer: forger.issuer, clientId: FORGED_CLIENT, clientSecret: null, allowsLocal: true },
})

async function signIn(): Promise<string> {
  const provider = await openProvider(settings())
  const { flow } = await beginFlow(provider, { redirectUri: REDIRECT, scopes: ['openid'] })
  const answer = `?code=${flow.nonce}&state=${flow.state}`
  const claims = await finishFlow(provider, flow, { redirectUri: REDIRECT, answer, wanted: [] })
  return claims.sub
}

const refusal = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'accepted',
    (error: { code: string; reason: string }) => `${error.code} ${error.reason}`,
  )

type Claims = Record<string, unknown>
const REFUSED = 'UNAUTHENTICATED sso_token_refused'
const now = () => Math.floor(Date.now() / 1000)

test('a token as it must be is accepted, and PKCE and nonce are asked for', async () => {
  expect(await signIn()).toBe('somebody')
  const { url } = await beginFlow(await openProvider(settings()), { redirectUri: REDIRECT, scopes: ['openid', 'x'] })
  const asked = Object.fromEntries(new URL(url).searchParams)
  expect(asked).toMatchObject({
    ...{ redirect_uri: REDIRECT, response_type: 'code', client_id: FORGED_CLIENT, scope: 'openid x' },
    code_challenge_method: 'S256',
  })
  for (const name of ['state', 'nonce', 'code_challenge']) expect(asked[name]?.length).toBeGreaterThanOrEqual(43)
})

describe('a token is refused', () => {
  test.each<[string, (claims: Claims) => string]>([
    ['without a signature (alg none)', (claims) => unsigned(claims)],
    ['with the public key as a secret (HS256)', (claims) => confused(forger.keys, claims)],
    ['signed by another key', (claims) => signed(newKeys(), claims)],
    ['signed by a key that is not published', (claims) => signed(newKeys(), claims, { kid: 'other' })],
    ['whose claims were changed', (claims) => changed(signed(forger.keys, claims))],
    ['for another client', (claims) => signed(forger.keys, { ...claims, aud: 'other' })],
    [
      'for several clients without saying for whom',
      (claims) => signed(forger.keys, { ...claims, aud: [FORGED_CLIENT, 'x'] }),
    ],
    ['that was given to another client (azp)', (claims) => signed(forger.keys, { ...claims, azp: 'other' })],
    ['of another issuer', (claims) => signed(forger.keys, { ...claims, iss: 'https://other.example.com' })],
    ['with another nonce', (claims) => signed(forger.keys, { ...claims, nonce: 'other' })],
    ['without a nonce', ({ nonce: _nonce, ...claims }) => signed(forger.keys, claims)],
    ['that has expired', (claims) => signed(forger.keys, { ...claims, iat: now() - 600, exp: now() - 300 })],
    ['that never expires', ({ exp: _exp, ...claims }) => signed(forger.keys, claims)],
    ['that is not valid yet', (claims) => signed(forger.keys, { ...claims, nbf: now() + 300 })],
    ['without a subject', ({ sub: _sub, ...claims }) => signed(forger.keys, claims)],
    ['that is none', () => 'nonsense'],
  ])('%s', async (_, token) => {
    forger.token = token
    expect(await refusal(signIn())).toBe(REFUSED)
  })

  const changed = (token: string): string => {
    const [header, claims, signature] = token.split('.')
    const other = { ...(JSON.parse(Buffer.from(claims ?? '', 'base64url').toString()) as object), sub: 'root' }
    return [header, Buffer.from(JSON.stringify(other)).toString('base64url'), signature].join('.')
  }
})

describe('a provider is refused', () => {
  test.each<[string, Record<string, unknown>, string]>([
    ['that names another issuer', { issuer: 'https://other.example.com' }, 'UPSTREAM sso_provider_answer'],
    ['without a token endpoint', { token_endpoint: undefined }, 'VALIDATION sso_flow_not_supported'],
    ['without the code flow', { response_types_supported: ['id_token'] }, 'VALIDATION sso_flow_not_supported'],
    [
      'with plain challenges only',
      { code_challenge_methods_supported: ['plain'] },
      'VALIDATION sso_flow_not_supported',
    ],
    [
      'that signs with shared secrets only',
      { id_token_signing_alg_values_supported: ['HS256'] },
      'VALIDATION sso_flow_not_supported',
    ],
    [
      'that sends people to plain http elsewhere',
      { authorization_endpoint: 'http://192.0.2.1/a' },
      'VALIDATION sso_provider_address',
    ],
    [
      'that sends people to a script',
      { authorization_endpoint: 'javascript:alert(1)' },
      'VALIDATION sso_provider_address',
    ],
  ])('%s', async (_, metadata, expected) => {
    forger.metadata = metadata
    expect(await refusal(openProvider(settings()))).toBe(expected)
  })

  test('whose keys are none', async () => {
    forger.routes['/jwks'] = (_, response) => response.end('{"keys":[]}')
    expect(await refusal(testProvider(settings()))).toBe('UPSTREAM sso_provider_answer')
  })

  test.each<[string, Forger['routes'][string]]>([
    ['that answers with markup', (_, response) => response.end('<html>')],
    ['that answers with an error', (_, response) => response.writeHead(500).end()],
    ['that leads elsewhere', (_, response) => response.writeHead(302, { location: '/elsewhere' }).end()],
    ['that never stops talking', (_, response) => talk(response)],
  ])('%s', async (_, route) => {
    forger.routes['/.well-known/openid-configuration'] = route
    expect(await refusal(openProvider(settings()))).toBe('UPSTREAM sso_provider_answer')
    expect(forger.asked).not.toContain('/elsewhere')
  })

  /** 50 MB, of which 1 MB is read. */
  function talk(response: Parameters<Forger['routes'][string]>[1]): void {
    response.setHeader('content-type', 'application/json')
    let left = 50
    const more = (): void => {
      if (left-- > 0) response.write(Buffer.alloc(1024 * 1024, ' '), more)
      else response.end()
    }
    more()
  }

  test('that is not there', async () => {
    const nowhere = { ...settings(), issuer: 'http://127.0.0.1:9' }
    expect(await refusal(openProvider(nowhere))).toBe('UPSTREAM sso_provider_unreachable')
  })

  test('that never answers, after ten seconds', { timeout: 15_000 }, async () => {
    forger.routes['/.well-known/openid-configuration'] = () => undefined
    expect(await refusal(openProvider(settings()))).toBe('TIMEOUT sso_provider_timeout')
  })
})

describe('an address is refused', () => {
  const guarded = createProviderFetch({ allowsLocal: false })
  const get = (url: string) =>
    refusal(guarded(url, { method: 'GET', headers: {}, body: undefined, redirect: 'manual' }))
  const REFUSED_ADDRESS = 'VALIDATION sso_provider_address'

  test.each([
    ...[
      'http://127.0.0.1/',
      'https://127.0.0.1/',
      'https://[::1]/',
      'https://2130706433/',
      'https://[::ffff:127.0.0.1]/',
    ],
    ...['https://169.254.169.254/', 'https://[fd00:ec2::254]/', 'https://0.0.0.0/', 'http://login.example.com/'],
    ...['https://user:password@login.example.com/', 'ftp://login.example.com/', 'file:///etc/passwd'],
  ])('%s', async (url) => expect(await get(url)).toBe(REFUSED_ADDRESS))

  test('that a name leads to at the moment of connecting', async () => {
    const error: unknown = await guarded('https://localhost/', {
      ...{ method: 'GET', headers: {}, body: undefined, redirect: 'manual' },
    }).catch((caught: unknown) => caught)
    expect(error).toMatchObject({ cause: { reason: 'sso_provider_address' } })
  })

  test('when a provider names it as its token endpoint', async () => {
    forger.metadata = { token_endpoint: 'http://169.254.169.254/token' }
    expect(await refusal(signIn())).toBe(REFUSED_ADDRESS)
  })
})
