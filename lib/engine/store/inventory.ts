/** The inventory's rows: identity columns, and what is recorded before anything is applied. */
import { type Sql, sql } from '#lib/db/sql.ts'
import { type InventoryEntry, entryKey } from '../inventory/algebra.ts'
import { HELD } from './claims.ts'

export const identityColumns = (entry: InventoryEntry): Record<string, unknown> => {
  const { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created, wave, hook } = entry
  return { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created, wave, hook }
}

export const IDENTITY = sql`"clusterId", "key", "group", "version", "kind", "namespace", "name", "uid", "ordinal", "applied",
  "created", "wave", "hook"`
export const IDENTITY_TYPES = sql`"clusterId" uuid, "key" text, "group" text, "version" text, "kind" text, "namespace" text,
  "name" text, "uid" text, "ordinal" int, "applied" boolean, "created" boolean, "wave" int, "hook" boolean`

/** Records objects before anything is applied, if `condition` holds: old ∪ planned. What is known of a recorded object stays. */
export function inventoryWrite(deploymentId: string, planned: readonly InventoryEntry[], condition = sql`true`): Sql {
  const rows = JSON.stringify(planned.map(identityColumns))
  return sql`
    INSERT INTO "InventoryItem" ("deploymentId", ${IDENTITY})
    SELECT ${deploymentId}::uuid, ${IDENTITY} FROM jsonb_to_recordset(${rows}::jsonb) AS r(${IDENTITY_TYPES})
    WHERE ${condition}
    ON CONFLICT ("deploymentId", "clusterId", "key") DO UPDATE SET
      "version" = EXCLUDED."version", "ordinal" = EXCLUDED."ordinal", "created" = EXCLUDED."created",
      "wave" = EXCLUDED."wave", "hook" = EXCLUDED."hook"`
}

/** Forgets objects that are confirmed gone or no longer ours. For `fencedWrites`. */
export function inventoryRemoval(deploymentId: string, entries: readonly InventoryEntry[]): Sql {
  const keys = entries.map(entryKey)
  return sql`
    DELETE FROM "InventoryItem"
    WHERE "deploymentId" = ${deploymentId}::uuid AND ("clusterId"::text || '|' || "key") = ANY(${keys}::text[])
      AND ${HELD}`
}
