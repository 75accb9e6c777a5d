/** The list of continuous deployments: one statement for the page, one for all counts. Every statement names the DevOps project. */
import type { z } from 'zod'
import { db } from '#lib/db/client.ts'
import { likePattern, sql, type Sql } from '#lib/db/sql.ts'
import { STALLED_AFTER_MINUTES } from '#lib/engine/model/health.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import type { ClusterState } from '#lib/features/clusters/types.ts'
import type { DEPLOYMENT_SORTS, listDeploymentsSchema } from './schema.ts'
import { toPause, toPin } from './to-hold.ts'
import { toWhy } from './to-why.ts'
import {
  HEALTH_STATUSES,
  SYNC_STATUSES,
  type DeploymentCounts,
  type DeploymentPage,
  type DeploymentRow,
  type HealthStatus,
  type RunPhase,
  type SyncStatus,
} from './types.ts'

/** A row as the statement below returns it. */
type Row = {
  id: string
  name: string
  alias: string
  description: string
  version: number
  namespace: string
  automated: boolean
  pause: unknown
  pin: unknown
  deleting: boolean
  repository: string
  cluster: string
  clusterState: ClusterState
  health: HealthStatus
  healthReason: string
  healthParams: unknown
  healthMessage: string
  stalledSince: Date | null
  sync: SyncStatus
  syncReason: string
  syncParams: unknown
  syncMessage: string
  syncedCommit: string
  outOfSyncCount: number
  objectCount: number
  changedAt: Date
  lastCheckedAt: Date | null
  runNumber: number | null
  runPhase: RunPhase | null
  runReason: string | null
  runParams: unknown
  runMessage: string | null
}

/** Before the engine has looked at a deployment for the first time: the tutorial's default state. */
const HEALTH = sql`COALESCE(s."health"::text, 'Progressing')`
const SYNC = sql`COALESCE(s."sync"::text, 'Unknown')`
/** By the database's clock alone: it wrote `healthSince` too. */
const STALLED_SINCE = sql`CASE
  WHEN s."health" = 'Progressing' AND s."lastCheckedAt" IS NOT NULL
    AND s."healthSince" < now() - make_interval(mins => ${STALLED_AFTER_MINUTES}::int)
  THEN s."healthSince" END`
const CHANGED_AT = sql`COALESCE(s."changedAt", d."createdAt")`

const FROM = sql`
  FROM "ContinuousDeployment" d
  JOIN "CodeRepository" r ON r."id" = d."repositoryId"
  JOIN "Cluster" c ON c."id" = d."clusterId"
  LEFT JOIN "DeploymentStatus" s ON s."deploymentId" = d."id"`

const COLUMNS = sql`
  d."id", d."name", d."alias", d."description", d."version", d."namespace",
  COALESCE(d."spec" #> '{syncPolicy,automated}', 'null'::jsonb) <> 'null'::jsonb AS "automated",
  CASE WHEN d."pause"->>'until' IS NULL OR (d."pause"->>'until')::timestamptz > now() THEN d."pause" END AS "pause", d."pin",
  d."deletionAt" IS NOT NULL AS "deleting",
  r."name" AS "repository", c."name" AS "cluster", c."state"::text AS "clusterState",
  ${HEALTH} AS "health", COALESCE(s."healthReason", '') AS "healthReason",
  COALESCE(s."healthParams", '{}'::jsonb) AS "healthParams", COALESCE(s."healthMessage", '') AS "healthMessage",
  ${STALLED_SINCE} AS "stalledSince",
  ${SYNC} AS "sync", COALESCE(s."syncReason", '') AS "syncReason",
  COALESCE(s."syncParams", '{}'::jsonb) AS "syncParams", COALESCE(s."syncMessage", '') AS "syncMessage",
  COALESCE(s."syncedCommit", '') AS "syncedCommit",
  COALESCE(s."outOfSyncCount", 0) AS "outOfSyncCount", COALESCE(s."objectCount", 0) AS "objectCount",
  ${CHANGED_AT} AS "changedAt", s."lastCheckedAt",
  run."number" AS "runNumber", run."phase" AS "runPhase",
  run."reason" AS "runReason", run."params" AS "runParams", run."message" AS "runMessage"`

/** The newest one that was no preview: making a plan is nothing that happened to the deployment. */
const LATEST_RUN = sql`
  LEFT JOIN LATERAL (
    SELECT "number", "phase"::text, "reason", "params", "message" FROM "SyncRun"
    WHERE "deploymentId" = d."id" AND COALESCE("options"->>'dryRun', 'false') = 'false'
    ORDER BY "number" DESC LIMIT 1
  ) run ON true`

/** Best first, so that "descending" shows trouble first. */
const SEVERITY = ['Healthy', 'Suspended', 'Progressing', 'Missing', 'Degraded', 'Unknown'] satisfies HealthStatus[]
const SYNC_SEVERITY = ['Synced', 'Unknown', 'OutOfSync'] satisfies SyncStatus[]

const ORDERS: Record<(typeof DEPLOYMENT_SORTS)[number], { asc: Sql; desc: Sql }> = {
  name: { asc: sql`d."name" ASC`, desc: sql`d."name" DESC` },
  health: {
    asc: sql`array_position(${SEVERITY}::text[], ${HEALTH}) ASC, d."name" ASC`,
    desc: sql`array_position(${SEVERITY}::text[], ${HEALTH}) DESC, d."name" ASC`,
  },
  sync: {
    asc: sql`array_position(${SYNC_SEVERITY}::text[], ${SYNC}) ASC, d."name" ASC`,
    desc: sql`array_position(${SYNC_SEVERITY}::text[], ${SYNC}) DESC, d."name" ASC`,
  },
  location: {
    asc: sql`c."name" ASC, d."namespace" ASC, d."name" ASC`,
    desc: sql`c."name" DESC, d."namespace" DESC, d."name" ASC`,
  },
  changedAt: { asc: sql`${CHANGED_AT} ASC, d."name" ASC`, desc: sql`${CHANGED_AT} DESC, d."name" ASC` },
}

type ListInput = z.output<typeof listDeploymentsSchema>

function matches({ search, health, sync, cluster, repository }: ListInput): Sql {
  const like = likePattern(search)
  const found = search ? sql`(d."name" ILIKE ${like} OR d."alias" ILIKE ${like} OR r."name" ILIKE ${like})` : sql`TRUE`
  const isHealth = health ? sql`${HEALTH} = ${health}` : sql`TRUE`
  const isSync = sync ? sql`${SYNC} = ${sync}` : sql`TRUE`
  const isCluster = cluster ? sql`c."name" = ${cluster}` : sql`TRUE`
  const isRepository = repository ? sql`r."name" = ${repository}` : sql`TRUE`
  return sql`(${found} AND ${isHealth} AND ${isSync} AND ${isCluster} AND ${isRepository})`
}

function toRow(row: Row): DeploymentRow {
  const {
    healthReason,
    healthParams,
    healthMessage,
    syncReason,
    syncParams,
    syncMessage,
    runNumber,
    runPhase,
    runReason,
    runParams,
    runMessage,
    ...rest
  } = row
  const active = runNumber !== null && (runPhase === 'Pending' || runPhase === 'Running')
  return {
    ...rest,
    pause: toPause(row.pause),
    pin: toPin(row.pin),
    healthWhy: toWhy(healthReason, healthParams, healthMessage),
    syncWhy: toWhy(syncReason, syncParams, syncMessage),
    stalledSince: row.stalledSince?.toISOString() ?? null,
    changedAt: row.changedAt.toISOString(),
    lastCheckedAt: row.lastCheckedAt?.toISOString() ?? null,
    activeRun: active ? { number: runNumber, phase: runPhase } : null,
    lastFailure:
      runPhase === 'Failed' && row.sync !== 'Synced' ? toWhy(runReason ?? '', runParams, runMessage ?? '') : null,
  }
}

type Group = { health: HealthStatus; sync: SyncStatus; total: number; matched: number }

function toCounts(groups: readonly Group[]): DeploymentCounts {
  const sum = (of: (group: Group) => boolean) => groups.filter(of).reduce((total, group) => total + group.total, 0)
  return {
    total: sum(() => true),
    health: Object.fromEntries(
      HEALTH_STATUSES.map((status) => [status, sum((group) => group.health === status)]),
    ) as Record<HealthStatus, number>,
    sync: Object.fromEntries(SYNC_STATUSES.map((status) => [status, sum((group) => group.sync === status)])) as Record<
      SyncStatus,
      number
    >,
  }
}

/**
 * A page of the DevOps project's deployments, with the counts of all of them. The page is chosen first: the newest run of a deployment is
 * looked up for the rows that are shown and not for all that could be.
 */
export async function findDeploymentPage(scope: DevopsScope, input: ListInput): Promise<DeploymentPage> {
  const { page, pageSize, sort, direction } = input
  const inScope = sql`d."devopsProjectId" = ${scope.devopsProjectId}::uuid`
  const [rows, groups] = await Promise.all([
    db.$queryRaw<Row[]>(sql`
      WITH chosen AS MATERIALIZED (
        SELECT d."id", row_number() OVER (ORDER BY ${ORDERS[sort][direction]}) AS "place"
        ${FROM} WHERE ${inScope} AND ${matches(input)}
        ORDER BY "place" LIMIT ${pageSize} OFFSET ${(page - 1) * pageSize})
      SELECT ${COLUMNS} ${FROM} JOIN chosen ON chosen."id" = d."id" ${LATEST_RUN} ORDER BY chosen."place"`),
    db.$queryRaw<Group[]>(sql`
      SELECT ${HEALTH} AS "health", ${SYNC} AS "sync", count(*)::int AS "total",
        (count(*) FILTER (WHERE ${matches(input)}))::int AS "matched"
      ${FROM} WHERE ${inScope} GROUP BY 1, 2`),
  ])
  return {
    items: rows.map(toRow),
    total: groups.reduce((total, group) => total + group.matched, 0),
    page,
    pageSize,
    counts: toCounts(groups),
  }
}

/** One deployment as the list shows it; null when the DevOps project has none of that name. */
export async function findDeploymentRow(scope: DevopsScope, name: string): Promise<DeploymentRow | null> {
  const [row] = await db.$queryRaw<Row[]>(sql`
    SELECT ${COLUMNS} ${FROM} ${LATEST_RUN}
    WHERE d."devopsProjectId" = ${scope.devopsProjectId}::uuid AND d."name" = ${name}`)
  return row ? toRow(row) : null
}
