/** Registering a namespace that the engine is about to create as a project of the deployment's workspace. */
import { randomUUID } from 'node:crypto'
import { AppError } from '#lib/core/errors.ts'
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import type { Snapshot } from '../reconcile/snapshot.ts'
import { type Claim, HELD, LEASE, LeaseLost } from './claims.ts'

/** Idempotent. Throws PRECONDITION `project_not_allowed` when the name belongs to another workspace on this cluster. */
export async function registerProject(claim: Claim, snapshot: Snapshot): Promise<void> {
  const { workspace, namespace } = snapshot
  // A row that somebody else makes at this moment is not seen by the statement that ran into it, but by the next one.
  const owner = (await makeProject(claim, snapshot)) ?? (await makeProject(claim, snapshot))
  if (owner !== workspace.id)
    throw new AppError('PRECONDITION', { reason: 'project_not_allowed', params: { project: namespace } })
}

/** The workspace of the project that is there afterwards. */
async function makeProject(claim: Claim, { workspace, cluster, namespace }: Snapshot): Promise<string | null> {
  const [row] = await db.$queryRaw<{ held: boolean; owner: string | null }[]>(sql`
    WITH ${LEASE(claim)}, made AS (
      INSERT INTO "Project" ("id", "workspaceId", "clusterId", "name", "updatedAt")
      SELECT ${randomUUID()}::uuid, ${workspace.id}::uuid, ${cluster.id}::uuid, ${namespace}, now() WHERE ${HELD}
      ON CONFLICT ("clusterId", "name") DO NOTHING RETURNING "workspaceId"
    )
    SELECT ${HELD} AS "held", COALESCE((SELECT "workspaceId" FROM made), (
      SELECT "workspaceId" FROM "Project" WHERE "clusterId" = ${cluster.id}::uuid AND "name" = ${namespace}
    ))::text AS "owner"`)
  if (row?.held !== true) throw new LeaseLost(claim.deploymentId)
  return row.owner
}
