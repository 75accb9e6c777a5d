/** Every column that holds what `encryptSecret` wrote: what a change of keys has to go over. A new one is added here, or it is left behind. */
export const SEALED_COLUMNS = [
  { table: 'Cluster', column: 'connection' },
  { table: 'Credential', column: 'secret' },
  { table: 'IdentityProvider', column: 'clientSecret' },
  { table: 'RepositoryWebhook', column: 'secret' },
] as const

export type SealedColumn = (typeof SEALED_COLUMNS)[number]
