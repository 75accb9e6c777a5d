/** Forgetting what is older than the platform keeps it: in small batches, so that nobody waits for a lock. Time is the database's. */
import { z } from 'zod'
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'

/** The same shape and defaults as `retention` of lib/features/system/settings.ts, which the console writes. */
const retentionSchema = z
  .object({ auditDays: z.number(), keptRuns: z.number() })
  .catch({ auditDays: 180, keptRuns: 50 })
export type Retention = z.output<typeof retentionSchema>

/** What the platform keeps, as it is set now. */
export async function readRetention(): Promise<Retention> {
  const row = await db.platformSetting.findUnique({ where: { name: 'retention' }, select: { value: true } })
  return retentionSchema.parse(row?.value)
}

/** Deletes at most `limit` audit rows that are too old; how many. Engines beside each other take different ones. */
export function trimAudit({ auditDays }: Retention, limit: number): Promise<number> {
  return db.$executeRaw(sql`
    DELETE FROM "AuditEvent" WHERE "id" IN (
      SELECT "id" FROM "AuditEvent" WHERE "at" < now() - make_interval(days => ${auditDays})
      ORDER BY "at" LIMIT ${limit} FOR UPDATE SKIP LOCKED)`)
}

/**
 * Deletes at most `limit` finished runs beyond the newest of their deployment, with their results; how many. Dry runs are counted apart,
 * so that looking does not push out what happened, and the last successful sync always stays: it is what a rollback goes to.
 */
export function trimRuns({ keptRuns }: Retention, limit: number): Promise<number> {
  return db.$executeRaw(sql`
    DELETE FROM "SyncRun" WHERE "id" IN (
      SELECT r."id" FROM (
        SELECT "id", "phase",
          row_number() OVER (PARTITION BY "deploymentId", "options"->>'dryRun' = 'true' ORDER BY "number" DESC) AS place,
          row_number() OVER (
            PARTITION BY "deploymentId", "options"->>'dryRun' = 'true', "phase" ORDER BY "number" DESC) AS of_phase
        FROM "SyncRun") r
      WHERE r.place > ${keptRuns} AND r."phase" IN ('Succeeded', 'Failed', 'Terminated')
        AND NOT (r."phase" = 'Succeeded' AND r.of_phase = 1)
      LIMIT ${limit})`)
}
