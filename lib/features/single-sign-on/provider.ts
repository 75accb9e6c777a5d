/** A provider's row → the provider itself, and what of it is secret. */
import { env } from '#lib/config/env.ts'
import { AppError } from '#lib/core/errors.ts'
import { keepBriefly } from '#lib/core/kept-briefly.ts'
import { decryptSecret, encryptSecret } from '#lib/crypto/secrets.ts'
import { db, type Tx } from '#lib/db/client.ts'
import { openProvider, type Provider, type ProviderSettings } from '#lib/oidc/provider.ts'

/** How long a provider's description and keys are used without asking again. Milliseconds. */
const KEPT_MS = 5 * 60_000
const MOST_KEPT = 20

const kept = keepBriefly<Provider>(KEPT_MS, MOST_KEPT)

const placeOf = (id: string) => ({ table: 'IdentityProvider', id, column: 'clientSecret' }) as const

/** The secret as it is stored; null for none. */
export const sealClientSecret = (id: string, secret: string): string | null =>
  secret === '' ? null : encryptSecret(secret, placeOf(id))

export const allowsLocal = (): boolean => env().IEUM_LOCAL_IDENTITY_PROVIDERS === 'true'

/** Where a provider sends the browser back to: of the console's own configured address, whatever a request says. */
export const redirectUriOf = (name: string): string => `${new URL(env().NEXTAUTH_URL).origin}/login/sso/${name}`

const select = {
  ...{ id: true, name: true, displayName: true, issuer: true, clientId: true, clientSecret: true },
  ...{ scopes: true, groupsClaim: true, createsPeople: true, version: true },
} as const

export type StoredProvider = Awaited<ReturnType<typeof findProvider>>

/** The row. Throws NOT_FOUND. */
export async function findProvider(name: string, client: Tx = db) {
  const row = await client.identityProvider.findUnique({ where: { name }, select })
  if (!row) throw new AppError('NOT_FOUND')
  return row
}

/** The provider behind a row, as it described itself lately. Throws as `openProvider`. */
export function open({ id, version, issuer, clientId, clientSecret }: StoredProvider): Promise<Provider> {
  return kept(`${id} ${version}`, () => {
    const secret = clientSecret === null ? null : decryptSecret(clientSecret, placeOf(id))
    const settings: ProviderSettings = { issuer, clientId, clientSecret: secret, allowsLocal: allowsLocal() }
    return openProvider(settings)
  })
}
