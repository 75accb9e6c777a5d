import type { Actor } from '#lib/authz/actor.ts'
import { visibleWorkspaces } from '#lib/authz/visible.ts'
import { db } from '#lib/db/client.ts'
import type { EngineState } from './types.ts'

/** How old a heartbeat may be before the process counts as gone. */
const HEARTBEAT_LIMIT_SECONDS = 15

/** Reads the heartbeats and the oldest work that is due; every comparison uses the database's clock. */
export async function readEngineState(actor: Actor): Promise<EngineState> {
  const [[pulse], total, ready] = await Promise.all([
    db.$queryRaw<{ alive: boolean; lag: number }[]>`
      SELECT
        EXISTS (
          SELECT 1 FROM "EngineProcess"
          WHERE "heartbeatAt" > now() - make_interval(secs => ${HEARTBEAT_LIMIT_SECONDS})
        ) AS alive,
        COALESCE((
          SELECT GREATEST(0, EXTRACT(EPOCH FROM now() - min("nextAt")))::float8 FROM "ReconcileLease"
          WHERE "nextAt" <= now() AND ("expiresAt" IS NULL OR "expiresAt" < now())
        ), 0) AS lag`,
    db.cluster.count({ where: { workspaces: { some: { workspace: visibleWorkspaces(actor) } } } }),
    db.cluster.count({ where: { state: 'ready', workspaces: { some: { workspace: visibleWorkspaces(actor) } } } }),
  ])
  return { alive: pulse?.alive ?? false, lagSeconds: Math.round(pulse?.lag ?? 0), clusters: { ready, total } }
}
