/** Heartbeats of engine processes, for the console's foot line and for health checks. */
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { toJson } from '#lib/core/json.ts'

export type EngineState = { running: number; queued: number; lagSeconds: number }

/** A process that has not been heard of for so long is gone. */
const GONE_SECONDS = 60

/** Says that the process is alive, and forgets those that are gone. */
export async function beat(id: string, state: EngineState): Promise<void> {
  await db.$executeRaw(sql`
    INSERT INTO "EngineProcess" ("id", "state") VALUES (${id}, ${JSON.stringify(toJson(state))}::jsonb)
    ON CONFLICT ("id") DO UPDATE SET "heartbeatAt" = now(), "state" = EXCLUDED."state"`)
  await db.$executeRaw(sql`
    DELETE FROM "EngineProcess" WHERE "heartbeatAt" < now() - make_interval(secs => ${GONE_SECONDS})`)
}

/** Removes the process from the list when it ends in order. */
export async function leave(id: string): Promise<void> {
  await db.engineProcess.deleteMany({ where: { id } })
}

/**
 * After a time without any engine, everything is looked at again soon, spread over `spreadSeconds`: nobody saw what happened in the
 * clusters meanwhile. Does nothing while another process is alive.
 */
export async function wakeAfterAbsence(spreadSeconds: number): Promise<void> {
  await db.$executeRaw(sql`
    UPDATE "ReconcileLease" SET "nextAt" = LEAST("nextAt", now() + random() * make_interval(secs => ${spreadSeconds}))
    WHERE NOT EXISTS (SELECT 1 FROM "EngineProcess" WHERE "heartbeatAt" > now() - interval '15 seconds')`)
}
