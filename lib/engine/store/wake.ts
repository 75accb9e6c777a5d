/** Waking a deployment: its lease becomes due now, and the engine hears of it when the transaction commits (a trigger notifies). */
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'

/** Weakest first: of several reasons before one pass the strongest is kept. */
export const WAKE_REASONS = ['', 'poll', 'drift', 'retry', 'sync', 'edited', 'created', 'refresh', 'delete'] as const
export type WakeReason = (typeof WAKE_REASONS)[number]

/**
 * Wakes the deployments with these ids; unknown ids are ignored. A wake-up during a pass leads to another pass after it. What a person
 * asked for counts from now on, so that the answer of a Git host from before does not satisfy it.
 */
export async function wake(tx: Tx, deploymentIds: readonly string[], reason: WakeReason): Promise<void> {
  if (deploymentIds.length === 0) return
  const isAsked = reason !== 'drift' && reason !== 'poll' && reason !== 'retry'
  const dueAt = isAsked ? sql`now()` : sql`LEAST("nextAt", now())`
  await tx.$executeRaw(sql`
    UPDATE "ReconcileLease" SET
      "wakeSeq" = "wakeSeq" + 1,
      "nextAt" = ${dueAt},
      "wakeReason" = CASE
        WHEN array_position(${WAKE_REASONS as unknown as string[]}::text[], ${reason}) >=
          COALESCE(array_position(${WAKE_REASONS as unknown as string[]}::text[], "wakeReason"), 0)
        THEN ${reason} ELSE "wakeReason" END
    WHERE "deploymentId" = ANY(${[...deploymentIds]}::uuid[])`)
}
