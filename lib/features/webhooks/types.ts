export const OUTCOMES = ['looked', 'nobody', 'ping', 'ignored'] as const
/**
 * What a signed delivery led to: deployments look at Git now, none follows what moved, the host only tried the address, or it told of something
 * else than a push.
 */
export type Outcome = (typeof OUTCOMES)[number]

export type LastDelivery = {
  at: string
  outcome: Outcome
  /** As the host calls it; empty where it does not say. */
  event: string
  /** The first ref that moved; empty where the delivery names none. */
  ref: string
  /** Deployments that look at Git because of it. */
  count: number
}

export type RepositoryWebhook = {
  /** Where the host sends deliveries to. */
  url: string
  version: number
  secretAt: string
  secretBy: string
  last: LastDelivery | null
  /** When a request came that the secret had not signed; null unless it came after the last delivery. */
  refusedAt: string | null
}

/** Null: the repository has none. */
export type WebhookState = { webhook: RepositoryWebhook | null }

/** The only time that the secret is told. */
export type NewSecret = { url: string; secret: string; version: number }
