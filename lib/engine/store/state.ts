/** Writing what a pass found: run, inventory and status row, in one statement that the lease guards. */
import { toJson } from '#lib/core/json.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { metrics } from '#lib/observability/metrics.ts'
import { isEqual } from '../compare/differences.ts'
import { failpoint } from '../failpoint.ts'
import { type InventoryEntry, entryKey } from '../inventory/algebra.ts'
import type { Why } from '../model/why.ts'
import type { ObjectRecord, StatusRecord } from '../reconcile/record.ts'
import { type Claim, HELD, fencedWrites } from './claims.ts'
import { IDENTITY, IDENTITY_TYPES, identityColumns, inventoryRemoval } from './inventory.ts'
import { type RunRecord, runWrites } from './runs.ts'

/** Columns of an inventory row as JSON names them. */
type ObjectColumns = Record<string, unknown>

const whyColumns = (prefix: 'sync' | 'health', why: Why | null): ObjectColumns => ({
  [`${prefix}Reason`]: why?.reason ?? '',
  [`${prefix}Message`]: why?.detail ?? '',
  [`${prefix}Params`]: why?.params ?? {},
})

const objectColumns = (record: ObjectRecord): ObjectColumns => ({
  ...identityColumns(record),
  sync: record.sync,
  ...whyColumns('sync', record.syncWhy),
  differences: record.differences,
  health: record.health,
  ...whyColumns('health', record.healthWhy),
})

/** True when the stored row already says what the record says. */
function isStored(record: ObjectRecord, stored: ReadonlyMap<string, unknown>): boolean {
  const row = stored.get(entryKey(record)) as ObjectColumns | undefined
  const columns = toJson(objectColumns(record)) as ObjectColumns
  return row !== undefined && Object.entries(columns).every(([name, value]) => isEqual(value, row[name]))
}

/** Writes the objects that changed, removes those that are confirmed gone or no longer ours, and writes the status. */
export async function recordPass(
  claim: Claim,
  pass: {
    status: StatusRecord
    objects: readonly ObjectRecord[]
    /** Rows as they were read, by entry key; equal ones are not written. */
    stored: ReadonlyMap<string, unknown>
    released: readonly InventoryEntry[]
    /** The run of the pass. */
    run?: RunRecord
  },
): Promise<void> {
  const changed = pass.objects.filter((record) => !isStored(record, pass.stored))
  failpoint('before_status')
  if (pass.run?.end) failpoint('before_finish')
  const { deploymentId } = claim
  await fencedWrites(claim, [
    ...(pass.run ? runWrites(pass.run) : []),
    ...(changed.length > 0 ? [objectsWrite(deploymentId, changed)] : []),
    ...(pass.released.length > 0 ? [inventoryRemoval(deploymentId, pass.released)] : []),
    statusWrite(deploymentId, pass.status),
  ])
  if (pass.run?.end) {
    metrics().runs.inc({ phase: pass.run.end.phase })
    failpoint('run_finished')
  }
  failpoint('status_recorded')
}

/** A pass came to no end of its own, by a defect, a row that cannot be read, or because it took too long: known is only that. */
export async function recordStopped(claim: Claim, reason: Why): Promise<void> {
  const status: StatusRecord = {
    sync: { sync: 'Unknown', why: reason },
    condition: { stage: 'compare', why: reason },
    hasChanged: false,
  }
  await fencedWrites(claim, [statusWrite(claim.deploymentId, status)])
}

function objectsWrite(deploymentId: string, objects: readonly ObjectRecord[]): Sql {
  const rows = JSON.stringify(objects.map(objectColumns))
  return sql`
    INSERT INTO "InventoryItem" ("deploymentId", ${IDENTITY}, "sync", "syncReason", "syncMessage", "syncParams",
      "differences", "health", "healthReason", "healthMessage", "healthParams")
    SELECT ${deploymentId}::uuid, ${IDENTITY}, "sync"::"SyncStatus", "syncReason", "syncMessage", "syncParams",
      "differences", "health"::"HealthStatus", "healthReason", "healthMessage", "healthParams"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r(${IDENTITY_TYPES}, "sync" text, "syncReason" text,
      "syncMessage" text, "syncParams" jsonb, "differences" jsonb, "health" text, "healthReason" text,
      "healthMessage" text, "healthParams" jsonb)
    WHERE ${HELD}
    ON CONFLICT ("deploymentId", "clusterId", "key") DO UPDATE SET
      "version" = EXCLUDED."version", "uid" = EXCLUDED."uid", "ordinal" = EXCLUDED."ordinal",
      "applied" = EXCLUDED."applied", "created" = EXCLUDED."created", "wave" = EXCLUDED."wave", "hook" = EXCLUDED."hook", "sync" = EXCLUDED."sync",
      "syncReason" = EXCLUDED."syncReason", "syncMessage" = EXCLUDED."syncMessage", "syncParams" = EXCLUDED."syncParams",
      "differences" = EXCLUDED."differences", "health" = EXCLUDED."health", "healthReason" = EXCLUDED."healthReason",
      "healthMessage" = EXCLUDED."healthMessage", "healthParams" = EXCLUDED."healthParams", "updatedAt" = now()`
}

/** Columns of the status row; an absent field keeps its column, which the statement does not name then. */
function statusColumns(status: StatusRecord): ObjectColumns {
  const { health, sync, source, counts, heal } = status
  return {
    ...(health && {
      health: health.status,
      ...whyColumns('health', health.why),
      healthCauses: health.causes.map(({ key, status: cause, why }) => ({
        key,
        status: cause,
        reason: why?.reason ?? '',
        params: why?.params ?? {},
        message: why?.detail ?? '',
      })),
    }),
    ...(sync && { sync: sync.sync, ...whyColumns('sync', sync.why) }),
    ...(source && {
      resolvedCommit: source.commit.id,
      resolvedName: source.resolvedName,
      commitSubject: source.commit.subject,
      commitAuthor: source.commit.author,
      commitAt: source.commit.at || null,
    }),
    ...(status.sourceKind === undefined ? {} : { sourceKind: status.sourceKind }),
    ...(status.syncedCommit === undefined ? {} : { syncedCommit: status.syncedCommit }),
    ...(status.observedGeneration === undefined ? {} : { observedGeneration: status.observedGeneration }),
    ...(counts && { objectCount: counts.objects, outOfSyncCount: counts.outOfSync }),
    ...(heal && { healAttempts: heal.attempts }),
    ...(status.flapping === undefined ? {} : { flapping: status.flapping }),
    ...(status.warnings && { warnings: status.warnings }),
  }
}

/**
 * One statement: the row's present values are merged with the new ones, so that only what is known is written. `healthSince` and
 * `syncSince` move when the value changes, `changedAt` after a sync that changed something and when drift is first seen.
 */
function statusWrite(deploymentId: string, status: StatusRecord): Sql {
  const columns = JSON.stringify(toJson(statusColumns(status)))
  const condition = status.condition ? JSON.stringify(toJson(toCondition(status.condition))) : null
  return sql`
    UPDATE "DeploymentStatus" s SET
      "health" = n."health", "healthReason" = n."healthReason", "healthMessage" = n."healthMessage",
      "healthParams" = n."healthParams", "healthCauses" = n."healthCauses",
      "healthSince" = CASE WHEN n."health" <> s."health" THEN now() ELSE s."healthSince" END,
      "sync" = n."sync", "syncReason" = n."syncReason", "syncMessage" = n."syncMessage", "syncParams" = n."syncParams",
      "syncSince" = CASE WHEN n."sync" <> s."sync" THEN now() ELSE s."syncSince" END,
      "resolvedCommit" = n."resolvedCommit", "resolvedName" = n."resolvedName", "commitSubject" = n."commitSubject",
      "commitAuthor" = n."commitAuthor", "commitAt" = n."commitAt", "syncedCommit" = n."syncedCommit",
      "sourceKind" = n."sourceKind", "observedGeneration" = n."observedGeneration", "objectCount" = n."objectCount",
      "outOfSyncCount" = n."outOfSyncCount", "healAttempts" = n."healAttempts",
      "healedAt" = CASE WHEN ${status.heal?.isNow ?? false} THEN now() ELSE s."healedAt" END,
      "warnings" = n."warnings", "flapping" = n."flapping",
      "condition" = CASE
        WHEN ${condition}::jsonb IS NULL THEN NULL
        WHEN s."condition"->>'reason' = ${condition}::jsonb->>'reason' AND s."condition"->>'stage' = ${condition}::jsonb->>'stage'
        THEN ${condition}::jsonb || jsonb_build_object('at', s."condition"->>'at')
        ELSE ${condition}::jsonb || jsonb_build_object('at', now()) END,
      "changedAt" = CASE
        WHEN ${status.hasChanged} OR (s."sync" = 'Synced' AND n."sync" = 'OutOfSync') THEN now() ELSE s."changedAt" END,
      "lastCheckedAt" = now()
    FROM (
      SELECT merged.* FROM "DeploymentStatus" present
      CROSS JOIN LATERAL jsonb_populate_record(present, ${columns}::jsonb) merged
      WHERE present."deploymentId" = ${deploymentId}::uuid
    ) n
    WHERE s."deploymentId" = n."deploymentId" AND ${HELD}`
}

const toCondition = ({ stage, why }: NonNullable<StatusRecord['condition']>) => ({ stage, ...why })
