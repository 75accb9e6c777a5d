/** Which clusters are due to be looked at, and what the looks found. By the database's clock, so that any number of processes share them. */
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { storable } from '../model/storable.ts'
import type { ClusterRow } from '../reconcile/snapshot.ts'

/** Seconds between two looks at a cluster; each pause is up to a fifth shorter or longer, so that looks at many do not fall together. */
export const CHECK_SECONDS = 20
/** A cluster that a pass could not reach is looked at now, but not more often than this. Seconds. */
const DOUBT_SECONDS = 5
/** After a cluster answers again, what waits for it is looked at within this. Seconds. */
const WAKE_SPREAD_SECONDS = 10

export type DueCluster = ClusterRow & { server: string }

/**
 * Takes clusters that are due, or that passes of this process doubt, for the caller alone: the next look is set before this one begins, so
 * that a process that dies in it keeps nobody from the next. One that is being prepared is left to who prepares it.
 */
export const claimDueClusters = (doubted: readonly string[], most: number): Promise<DueCluster[]> =>
  db.$queryRaw<DueCluster[]>(sql`
    UPDATE "Cluster" SET "nextCheckAt" = now() + make_interval(secs => ${CHECK_SECONDS} * (0.8 + 0.4 * random()))
    WHERE "id" IN (
      SELECT "id" FROM "Cluster"
      WHERE "state" <> 'preparing' AND "connection" <> ''
        AND ("nextCheckAt" <= now() OR ("id" = ANY(${doubted}::uuid[])
          AND "state" = 'ready' AND "nextCheckAt" < now() + make_interval(secs => ${CHECK_SECONDS * 0.8 - DOUBT_SECONDS})))
      ORDER BY "nextCheckAt" LIMIT ${most} FOR UPDATE SKIP LOCKED)
    RETURNING "id", "name", "state"::text AS "state", "server", "connection", "kubeVersion"`)

/** The version that the cluster answers with, or why it does not answer. */
export type CheckOutcome = { kubeVersion: string } | { reason: Reason; detail: string }

/**
 * Keeps what a look found, unless the connection is another one by now. The time of the state moves only when the state does. When the
 * cluster answers again, deployments that fail on it are looked at soon.
 */
export async function keepCheck({ id, connection, state }: DueCluster, outcome: CheckOutcome): Promise<void> {
  const next = 'reason' in outcome ? 'unreachable' : 'ready'
  const { kubeVersion, reason, detail } = { kubeVersion: '', reason: '', detail: '', ...outcome }
  const kept = await db.$executeRaw(sql`
    UPDATE "Cluster" SET "checkedAt" = now(), "state" = ${next}::"ClusterState",
      "stateReason" = ${reason}, "stateMessage" = ${storable(detail.slice(0, 1000))},
      "kubeVersion" = COALESCE(NULLIF(${storable(kubeVersion.slice(0, 100))}, ''), "kubeVersion"),
      "stateChangedAt" = CASE WHEN "state" = ${next}::"ClusterState" THEN "stateChangedAt" ELSE now() END
    WHERE "id" = ${id}::uuid AND "connection" = ${connection} AND "state" <> 'preparing'`)
  if (kept === 1 && state === 'unreachable' && next === 'ready') await wakeFailing(id)
}

const wakeFailing = (clusterId: string) =>
  db.$executeRaw(sql`
    UPDATE "ReconcileLease" l
    SET "nextAt" = LEAST(l."nextAt", now() + random() * make_interval(secs => ${WAKE_SPREAD_SECONDS}))
    FROM "ContinuousDeployment" d
    WHERE d."id" = l."deploymentId" AND d."clusterId" = ${clusterId}::uuid AND l."failures" > 0`)
