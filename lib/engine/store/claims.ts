/**
 * Leases: which process works on which deployment. Claiming is one statement, time is the database's, and the fencing token rises with
 * every claim, so that a process that slept through its lease finds its writes refused.
 */
import { type Tx, db, withTransaction } from '#lib/db/client.ts'
import { type Sql, join, raw, sql } from '#lib/db/sql.ts'
import type { WakeReason } from './wake.ts'

/** A deployment that this process may work on until the lease ends. */
export type Claim = {
  deploymentId: string
  clusterId: string
  workspaceId: string
  repositoryId: string
  owner: string
  token: bigint
  wakeReason: WakeReason
  /** Seconds since it became due. */
  dueSeconds: number
  /** Passes that failed in a row before this one. */
  failures: number
  /** Changes with every change of the deployment's own row. */
  version: string
  /** Equal as long as nobody changed what the deployment, its policy, repository, credential and cluster say. */
  stamp: string
  /** A run is asked for or under way. */
  isBusy: boolean
}

export type ClaimRequest = {
  owner: string
  leaseSeconds: number
  /** How many claims this process may hold in all, and of one cluster, workspace and repository. */
  bounds: { total: number; perCluster: number; perWorkspace: number; perRepository: number }
  /** Those it holds. */
  held: readonly Pick<Claim, 'clusterId' | 'workspaceId' | 'repositoryId'>[]
}

/** The lease went to another process, or ran out: whatever this process still wanted to write must not be written. */
export class LeaseLost extends Error {
  constructor(deploymentId: string) {
    super(`the lease of deployment ${deploymentId} was lost`)
    this.name = 'LeaseLost'
  }
}

/**
 * Claims deployments that are due. Workspaces take turns, and within one of them repositories do; of a repository those go first that wait
 * longest. So a thousand that are due keep no other one waiting. The claim takes the wake-up with it.
 *
 * A bound is asked for in the order of the turns, and what exceeds one is not counted in the next: the thousand of one repository do not
 * fill the ranks of its workspace, nor those of a workspace the ranks of the cluster.
 */
export async function claimDue({ owner, leaseSeconds, bounds, held }: ClaimRequest): Promise<Claim[]> {
  const limit = bounds.total - held.length
  if (limit <= 0) return []
  const rows = await db.$queryRaw<Omit<Claim, 'owner'>[]>(sql`
    WITH held AS (
      SELECT * FROM unnest(
        ${held.map(({ clusterId }) => clusterId)}::uuid[], ${held.map(({ workspaceId }) => workspaceId)}::uuid[],
        ${held.map(({ repositoryId }) => repositoryId)}::uuid[]
      ) AS h("clusterId", "workspaceId", "repositoryId")
    ), waiting AS (
      SELECT l."deploymentId", l."nextAt", d."clusterId", d."repositoryId", p."workspaceId",
        row_number() OVER (PARTITION BY d."repositoryId" ORDER BY l."nextAt") + COALESCE(h."count", 0) AS "turn"
      FROM "ReconcileLease" l JOIN "ContinuousDeployment" d ON d."id" = l."deploymentId"
      JOIN "DevopsProject" p ON p."id" = d."devopsProjectId"
      LEFT JOIN (SELECT "repositoryId", count(*) FROM held GROUP BY 1) h ON h."repositoryId" = d."repositoryId"
      WHERE l."nextAt" <= now() AND (l."expiresAt" IS NULL OR l."expiresAt" < now())
    ), of_workspace AS (
      SELECT w."deploymentId", w."nextAt", w."clusterId", w."workspaceId",
        row_number() OVER (PARTITION BY w."workspaceId" ORDER BY w."turn", w."nextAt") + COALESCE(h."count", 0) AS "turn"
      FROM waiting w LEFT JOIN (SELECT "workspaceId", count(*) FROM held GROUP BY 1) h ON h."workspaceId" = w."workspaceId"
      WHERE w."turn" <= ${bounds.perRepository}
    ), of_cluster AS (
      SELECT w."deploymentId", w."nextAt", w."turn",
        row_number() OVER (PARTITION BY w."clusterId" ORDER BY w."turn", w."nextAt") + COALESCE(h."count", 0) AS "rank"
      FROM of_workspace w LEFT JOIN (SELECT "clusterId", count(*) FROM held GROUP BY 1) h ON h."clusterId" = w."clusterId"
      WHERE w."turn" <= ${bounds.perWorkspace}
    ), due AS (
      SELECT l."deploymentId", l."wakeReason", l."nextAt", d."clusterId", p."workspaceId", d."repositoryId",
        d.xmin::text AS "version", concat_ws(' ', d.xmin, p.xmin, r."url", k.xmin, c."state", hashtext(c."connection")) AS "stamp",
        COALESCE((SELECT o."phase" IN ('Pending', 'Running') FROM "SyncRun" o
          WHERE o."deploymentId" = d."id" ORDER BY o."number" DESC LIMIT 1), false) AS "isBusy"
      FROM of_cluster f JOIN "ReconcileLease" l ON l."deploymentId" = f."deploymentId"
      JOIN "ContinuousDeployment" d ON d."id" = l."deploymentId"
      JOIN "DevopsProject" p ON p."id" = d."devopsProjectId"
      JOIN "CodeRepository" r ON r."id" = d."repositoryId"
      LEFT JOIN "Credential" k ON k."id" = r."credentialId"
      JOIN "Cluster" c ON c."id" = d."clusterId"
      WHERE f."rank" <= ${bounds.perCluster}
        AND l."nextAt" <= now() AND (l."expiresAt" IS NULL OR l."expiresAt" < now())
      ORDER BY f."turn", f."nextAt" LIMIT ${limit}
      FOR UPDATE OF l SKIP LOCKED
    )
    UPDATE "ReconcileLease" l SET
      "owner" = ${owner}, "token" = l."token" + 1, "seenSeq" = l."wakeSeq", "wakeReason" = '',
      "expiresAt" = now() + make_interval(secs => ${leaseSeconds})
    FROM due WHERE l."deploymentId" = due."deploymentId"
    RETURNING l."deploymentId", l."token", l."failures", due."wakeReason", due."clusterId", due."workspaceId",
      due."repositoryId", due."version", due."stamp", due."isBusy",
      EXTRACT(EPOCH FROM now() - due."nextAt")::float8 AS "dueSeconds"`)
  return rows.map((row) => ({ ...row, owner }))
}

/** Extends the leases of claims that are still this process's; returns the ids of those. */
export async function renewClaims(claims: readonly Claim[], leaseSeconds: number): Promise<Set<string>> {
  const rows = await db.$queryRaw<{ deploymentId: string }[]>(sql`
    UPDATE "ReconcileLease" l SET "expiresAt" = now() + make_interval(secs => ${leaseSeconds})
    FROM unnest(
      ${claims.map(({ deploymentId }) => deploymentId)}::uuid[], ${claims.map(({ token }) => token)}::bigint[]
    ) AS mine("deploymentId", "token")
    WHERE l."deploymentId" = mine."deploymentId" AND l."token" = mine."token" AND l."owner" = ${claims[0]?.owner ?? ''}
      AND l."expiresAt" > now()
    RETURNING l."deploymentId"`)
  return new Set(rows.map(({ deploymentId }) => deploymentId))
}

/** Gives the lease back; the next pass is due after `seconds`, or at once when a wake-up came meanwhile. */
export async function releaseClaim(claim: Claim, next: { seconds: number; failures: number }): Promise<void> {
  await db.$executeRaw(sql`
    UPDATE "ReconcileLease" SET
      "owner" = '', "expiresAt" = NULL, "failures" = ${next.failures},
      "nextAt" = CASE WHEN "wakeSeq" > "seenSeq" THEN now() ELSE now() + make_interval(secs => ${next.seconds}) END,
      "wakeReason" = CASE WHEN "wakeSeq" > "seenSeq" THEN "wakeReason" ELSE 'poll' END
    WHERE "deploymentId" = ${claim.deploymentId}::uuid AND "token" = ${claim.token} AND "owner" = ${claim.owner}`)
}

/** Gives leases back of deployments that were looked at and found as they were; the next look is due after each one's seconds. */
export async function releaseUnchanged(claims: readonly { claim: Claim; seconds: number }[]): Promise<void> {
  await db.$executeRaw(sql`
    WITH done AS (
      UPDATE "ReconcileLease" l SET
        "owner" = '', "expiresAt" = NULL, "failures" = 0,
        "nextAt" = CASE WHEN l."wakeSeq" > l."seenSeq" THEN now() ELSE now() + make_interval(secs => mine."seconds") END,
        "wakeReason" = CASE WHEN l."wakeSeq" > l."seenSeq" THEN l."wakeReason" ELSE 'poll' END
      FROM unnest(
        ${claims.map(({ claim }) => claim.deploymentId)}::uuid[], ${claims.map(({ claim }) => claim.token)}::bigint[],
        ${claims.map(({ seconds }) => seconds)}::float8[]
      ) AS mine("deploymentId", "token", "seconds")
      WHERE l."deploymentId" = mine."deploymentId" AND l."token" = mine."token" AND l."owner" = ${claims[0]?.claim.owner ?? ''}
      RETURNING l."deploymentId"
    )
    UPDATE "DeploymentStatus" s SET "lastCheckedAt" = now() FROM done WHERE s."deploymentId" = done."deploymentId"`)
}

/**
 * Runs `work` in a transaction that holds the lease's row: it commits only while the claim is valid, and nobody can claim the
 * deployment meanwhile. Throws `LeaseLost` before anything is written.
 */
export function fenced<T>(claim: Claim, work: (tx: Tx) => Promise<T>): Promise<T> {
  return withTransaction(async (tx) => {
    await requireLease(tx, claim)
    return work(tx)
  })
}

/**
 * The same with the deployment's own row locked first, as requests of people lock it: for work that must not happen at the same time as
 * such a request. `work` learns the row's present version. The common order keeps the two from waiting for each other.
 */
export function fencedAlone<T>(claim: Claim, work: (tx: Tx, version: string) => Promise<T>): Promise<T> {
  return withTransaction(async (tx) => {
    // Read in this order: the lease is looked at, as it is by then, when the row is locked.
    const [row] = await tx.$queryRaw<{ version: string | null; held: boolean }[]>(sql`
      WITH own AS MATERIALIZED (
        SELECT xmin::text AS "version" FROM "ContinuousDeployment" WHERE "id" = ${claim.deploymentId}::uuid FOR NO KEY UPDATE
      ), lease AS MATERIALIZED (${VALID_LEASE(claim)} FOR SHARE)
      SELECT (SELECT "version" FROM own) AS "version", (SELECT count(*) FROM lease) > 0 AS "held"`)
    if (row?.held !== true) throw new LeaseLost(claim.deploymentId)
    return work(tx, row.version ?? '')
  })
}

const VALID_LEASE = ({ deploymentId, token, owner }: Claim) => sql`
  SELECT 1 FROM "ReconcileLease"
  WHERE "deploymentId" = ${deploymentId}::uuid AND "token" = ${token} AND "owner" = ${owner} AND "expiresAt" > now()`

async function requireLease(tx: Tx, claim: Claim): Promise<void> {
  const rows = await tx.$queryRaw<unknown[]>(sql`${VALID_LEASE(claim)} FOR SHARE`)
  if (rows.length === 0) throw new LeaseLost(claim.deploymentId)
}

/** The part of a statement that proves the claim and holds its row until the statement's end. */
export const LEASE = (claim: Claim) => sql`lease AS MATERIALIZED (${VALID_LEASE(claim)} FOR SHARE)`

/** True in a statement that begins with `LEASE`, while the claim is valid. */
export const HELD = sql`EXISTS (SELECT 1 FROM lease)`

/**
 * Runs statements that change rows as one: they commit together, only while the claim is valid, and cost one round trip. Each names `HELD`
 * among its conditions and touches rows that no other of them touches. Throws `LeaseLost` when nothing was written.
 */
export async function fencedWrites(claim: Claim, writes: readonly Sql[]): Promise<void> {
  const named = writes.map((write, index) => sql`${raw(`write${index}`)} AS (${write})`)
  const [row] = await db.$queryRaw<{ held: number }[]>(sql`
    WITH ${join([LEASE(claim), ...named])}
    SELECT count(*)::int AS "held" FROM lease`)
  if (row?.held !== 1) throw new LeaseLost(claim.deploymentId)
}

/** Throws `LeaseLost` unless the claim is valid now. */
export const checkClaim = (claim: Claim): Promise<void> => fenced(claim, () => Promise.resolve())

/** How many deployments are due and wait for a process, and for how long the first of them has waited. */
export async function queueState(): Promise<{ queued: number; lagSeconds: number }> {
  const [row] = await db.$queryRaw<{ queued: number; lagSeconds: number }[]>(sql`
    SELECT count(*)::int AS "queued",
      COALESCE(GREATEST(0, EXTRACT(EPOCH FROM now() - min("nextAt"))), 0)::float8 AS "lagSeconds"
    FROM "ReconcileLease" WHERE "nextAt" <= now() AND ("expiresAt" IS NULL OR "expiresAt" < now())`)
  return row ?? { queued: 0, lagSeconds: 0 }
}
