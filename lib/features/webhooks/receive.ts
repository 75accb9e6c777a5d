/** Deliveries of Git hosts: who may deliver, and what a delivery does. */
import { randomBytes } from 'node:crypto'
import type { Delivery } from '#lib/actions/define-delivery.ts'
import { AppError } from '#lib/core/errors.ts'
import { decryptSecret, SecretError } from '#lib/crypto/secrets.ts'
import { db, withTransaction, type Tx } from '#lib/db/client.ts'
import { requestLook } from '#lib/engine/door.ts'
import { storable } from '#lib/engine/model/storable.ts'
import { logger } from '#lib/observability/logger.ts'
import { isConcerned } from './concerned.ts'
import { deliveryKey, readEvent, type HostEvent } from './event.ts'
import { isSignedWith } from './signature.ts'
import type { Outcome } from './types.ts'

/** Signed deliveries of one webhook in a minute. What more pushes would tell, one look finds out. */
export const MOST_PER_MINUTE = 60
const WINDOW_SECONDS = 60
/** A host repeats a delivery soon or never. */
const KEPT_KEYS = 100
/** A host that has the wrong secret is noted at most this often. */
const REFUSAL_SECONDS = 10
const LONGEST_SHOWN = 200

/** Nobody knows it: what is sent to an address that does not exist is compared with it. */
const NOBODYS_SECRET = randomBytes(32).toString('base64url')
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export type Webhook = { id: string; repositoryId: string }

/** The webhook whose secret has signed the delivery; null for a wrong signature as for an unknown address. */
export async function proveSender(
  { webhook }: { webhook: string },
  { headers, body }: Delivery,
): Promise<Webhook | null> {
  const id = UUID.test(webhook) ? webhook : NOBODYS_ID
  const row = await db.repositoryWebhook.findUnique({
    where: { id },
    select: { id: true, repositoryId: true, secret: true },
  })
  const isSigned = isSignedWith(row ? openSecret(row) : NOBODYS_SECRET, headers, body)
  if (row && isSigned) return { id: row.id, repositoryId: row.repositoryId }
  // Not waited for: the answer takes as long as for an address that nobody has.
  noteRefusal(id).catch((error: unknown) => logger.warn({ err: error }, 'a refused delivery could not be noted'))
  return null
}

const NOBODYS_ID = '00000000-0000-4000-8000-000000000000'

/** A secret that cannot be opened proves nothing; that its key is missing is told where people look for it. */
function openSecret({ id, secret }: { id: string; secret: string }): string {
  try {
    return decryptSecret(secret, { table: 'RepositoryWebhook', id, column: 'secret' })
  } catch (error) {
    if (!(error instanceof SecretError)) throw error
    logger.error({ err: error, webhook: id }, 'the secret of a webhook cannot be opened')
    return NOBODYS_SECRET
  }
}

/** People look for the reason when nothing arrives. */
const noteRefusal = (id: string): Promise<number> => db.$executeRaw`
  UPDATE "RepositoryWebhook" SET "refusedAt" = now()
  WHERE "id" = ${id}::uuid AND ("refusedAt" IS NULL OR "refusedAt" < now() - make_interval(secs => ${REFUSAL_SECONDS}))`

/** What the host is told. */
export type Receipt = { outcome: Outcome | 'repeated'; deployments: number }

/**
 * Takes a delivery: counts it, and has the deployments look at Git that may follow what moved. One that has been taken before does nothing.
 * Throws RATE_LIMITED, or UNAUTHENTICATED when the webhook has been removed meanwhile.
 */
export async function takeDelivery({ id, repositoryId }: Webhook, { headers, body }: Delivery): Promise<Receipt> {
  const event = readEvent(headers, body)
  const key = deliveryKey(headers)
  return withTransaction(async (tx) => {
    if (await countDelivery(tx, id, key)) return { outcome: 'repeated', deployments: 0 }
    const found = event.kind === 'push' ? await findConcerned(tx, repositoryId, event.refs) : []
    await requestLook(tx, found)
    const outcome = outcomeOf(event, found.length)
    await keepLast(tx, id, event, outcome, found.length)
    return { outcome, deployments: found.length }
  })
}

type Window = { repeated: boolean; count: number; rest: number }

/** True when it has been taken before. Deliveries of one webhook are counted one after the other. */
async function countDelivery(tx: Tx, id: string, key: string | null): Promise<boolean> {
  const [window] = await tx.$queryRaw<Window[]>`
    SELECT COALESCE(${key}::text = ANY("recent"), false) AS "repeated",
      CASE WHEN "windowStart" > now() - make_interval(secs => ${WINDOW_SECONDS}) THEN "windowCount" ELSE 0 END AS "count",
      GREATEST(1, ceil(EXTRACT(EPOCH FROM "windowStart" - now()) + ${WINDOW_SECONDS}))::int AS "rest"
    FROM "RepositoryWebhook" WHERE "id" = ${id}::uuid FOR UPDATE`
  if (!window) throw new AppError('UNAUTHENTICATED')
  if (window.count >= MOST_PER_MINUTE) throw new AppError('RATE_LIMITED', { params: { retryAfter: window.rest } })
  await tx.$executeRaw`
    UPDATE "RepositoryWebhook" SET
      "windowCount" = ${window.count + 1},
      "windowStart" = CASE WHEN ${window.count} = 0 THEN now() ELSE "windowStart" END,
      "recent" = CASE WHEN ${window.repeated || key === null} THEN "recent" ELSE (ARRAY[${key}::text] || "recent")[1:${KEPT_KEYS}] END
    WHERE "id" = ${id}::uuid`
  return window.repeated
}

/** Ids of the repository's deployments that may follow one of the refs; all of them where nobody knows which moved. */
async function findConcerned(tx: Tx, repositoryId: string, refs: readonly string[] | null): Promise<string[]> {
  const rows = await tx.$queryRaw<{ id: string; revision: string | null }[]>`
    SELECT "id", "spec"->'source'->>'revision' AS "revision"
    FROM "ContinuousDeployment" WHERE "repositoryId" = ${repositoryId}::uuid ORDER BY "id"`
  return rows.filter(({ revision }) => isConcerned(revision ?? '', refs)).map(({ id }) => id)
}

function outcomeOf({ kind }: HostEvent, count: number): Outcome {
  if (kind === 'push') return count === 0 ? 'nobody' : 'looked'
  return kind === 'ping' ? 'ping' : 'ignored'
}

const shown = (text: string): string => storable(text.slice(0, LONGEST_SHOWN))

async function keepLast(tx: Tx, id: string, event: HostEvent, outcome: Outcome, count: number): Promise<void> {
  const ref = event.kind === 'push' ? (event.refs?.[0] ?? '') : ''
  await tx.$executeRaw`
    UPDATE "RepositoryWebhook" SET "lastAt" = now(), "lastOutcome" = ${outcome}, "lastEvent" = ${shown(event.name)},
      "lastRef" = ${shown(ref)}, "lastCount" = ${count}
    WHERE "id" = ${id}::uuid`
}
