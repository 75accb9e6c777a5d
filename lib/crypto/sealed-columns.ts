/** Every column that holds what `encryptSecret` wrote: what a change of keys has to go over. It writes for these places and no other. */
export const SEALED_COLUMNS = [
  { table: 'Cluster', column: 'connection' },
  { table: 'Credential', column: 'secret' },
  { table: 'IdentityProvider', column: 'clientSecret' },
  { table: 'RepositoryWebhook', column: 'secret' },
] as const

export type SealedColumn = (typeof SEALED_COLUMNS)[number]

/** Where else: a change of keys leaves these alone. */
type OtherPlace =
  /** The proof of each key, written with that key. */
  | { table: 'PlatformSetting'; column: 'value' }
  /** Signing in elsewhere; ends within minutes. */
  | { table: 'cookie'; column: 'attempt' }

/** Where a secret is kept; becomes the associated data. */
export type SecretPlace = { id: string } & (SealedColumn | OtherPlace)
