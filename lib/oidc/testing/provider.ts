/** A real OpenID Connect provider on loopback: its own log-in and consent pages, its own keys, people that a test makes and changes. */
import { generateKeyPairSync, randomBytes } from 'node:crypto'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import OidcProvider from 'oidc-provider'

/** What the provider says of somebody; the key is the subject, and what they type as their log-in there. */
export type ProviderPerson = {
  preferred_username?: string
  email?: string
  email_verified?: boolean
  groups?: string[]
}

export const CLIENT = { id: 'ieum', secret: 'a secret of the client, long enough' }

export type TestProvider = {
  issuer: string
  people: Map<string, ProviderPerson>
  close(): Promise<void>
}

const listen = (server: Server): Promise<string> =>
  new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () => resolve(`http://127.0.0.1:${(server.address() as AddressInfo).port}`))
  })

const close = (server: Server): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => resolve())
    server.closeAllConnections()
  })

function signingKey(): object {
  const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  return { ...privateKey.export({ format: 'jwk' }), kid: 'test', alg: 'RS256', use: 'sig' }
}

const configuration = (people: Map<string, ProviderPerson>, redirectUris: readonly string[]) => ({
  clients: [
    {
      ...{ client_id: CLIENT.id, client_secret: CLIENT.secret, redirect_uris: redirectUris },
      ...{ grant_types: ['authorization_code'], response_types: ['code'] },
      token_endpoint_auth_method: 'client_secret_basic',
    },
  ],
  findAccount: (_: unknown, sub: string) =>
    people.has(sub) ? { accountId: sub, claims: () => ({ sub, ...people.get(sub) }) } : undefined,
  scopes: ['openid', 'profile', 'email', 'groups'],
  claims: {
    ...{ openid: ['sub'], profile: ['preferred_username'], email: ['email', 'email_verified'] },
    groups: ['groups'],
  },
  pkce: { required: () => true },
  cookies: { keys: [randomBytes(16).toString('hex')] },
  jwks: { keys: [signingKey()] },
  features: { devInteractions: { enabled: true } },
  ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
})

/** Starts it for a client that is sent back to these addresses. */
export async function startProvider(redirectUris: readonly string[]): Promise<TestProvider> {
  const people = new Map<string, ProviderPerson>()
  const server = createServer()
  const issuer = await listen(server)
  server.on('request', new OidcProvider(issuer, configuration(people, redirectUris)).callback())
  return { issuer, people, close: () => close(server) }
}

/** Keeps cookies as a browser does, for one host. */
class Jar {
  readonly #cookies = new Map<string, string>()

  take(response: Response): void {
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const [name = '', ...value] = pair.split('=')
      if (value.join('=') === '' || /expires=Thu, 01 Jan 1970/i.test(line)) this.#cookies.delete(name)
      else this.#cookies.set(name, value.join('='))
    }
  }

  get header(): string {
    return [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ')
  }
}

/** What a page of the provider asks to be sent: its first form with everything that is filled in already. */
function formOf(html: string): { action: string; fields: URLSearchParams } {
  const action = /<form[^>]*action="(?<action>[^"]+)"/.exec(html)?.groups?.['action'] ?? ''
  const fields = new URLSearchParams()
  for (const [, name = '', value = ''] of html.matchAll(/<input[^>]*name="([^"]+)"[^>]*value="([^"]*)"/g))
    fields.set(name, value)
  return { action, fields }
}

const MOST_STEPS = 20

/**
 * Walks through the provider's pages as a person does: log-in, consent. Answers with the address that the provider sends back to.
 * Throws when it does not come to that.
 */
export async function walk(start: string, login: string, redirectUri: string): Promise<URL> {
  const jar = new Jar()
  let next: { url: string; body?: URLSearchParams } = { url: start }
  for (let step = 0; step < MOST_STEPS; step++) {
    if (next.url.startsWith(`${redirectUri}?`)) return new URL(next.url)
    const response: Response = await fetch(next.url, {
      ...{ redirect: 'manual', headers: { cookie: jar.header, accept: 'text/html' } },
      ...(next.body ? { method: 'POST', body: next.body } : {}),
    })
    jar.take(response)
    const location = response.headers.get('location')
    if (location) {
      next = { url: new URL(location, next.url).href }
      continue
    }
    const { action, fields } = formOf(await response.text())
    if (fields.get('prompt') === 'login') {
      fields.set('login', login)
      fields.set('password', 'any')
    }
    next = { url: new URL(action, next.url).href, body: fields }
  }
  throw new Error('the provider does not send back')
}
