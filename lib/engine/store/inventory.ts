/** The inventory's rows: identity columns, and what is recorded before anything is applied. */
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { failpoint } from '../failpoint.ts'
import { type InventoryEntry, entryKey } from '../inventory/algebra.ts'

export const identityColumns = (entry: InventoryEntry): Record<string, unknown> => {
  const { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created, wave, hook } = entry
  return { clusterId, key, group, version, kind, namespace, name, uid, ordinal, applied, created, wave, hook }
}

export const IDENTITY = sql`"clusterId", "key", "group", "version", "kind", "namespace", "name", "uid", "ordinal", "applied",
  "created", "wave", "hook"`
export const IDENTITY_TYPES = sql`"clusterId" uuid, "key" text, "group" text, "version" text, "kind" text, "namespace" text,
  "name" text, "uid" text, "ordinal" int, "applied" boolean, "created" boolean, "wave" int, "hook" boolean`

/** Records objects before anything is applied: old ∪ planned. What is known of a recorded object stays. */
export async function writeInventory(tx: Tx, deploymentId: string, planned: readonly InventoryEntry[]): Promise<void> {
  const rows = JSON.stringify(planned.map(identityColumns))
  await tx.$executeRaw(sql`
    INSERT INTO "InventoryItem" ("deploymentId", ${IDENTITY})
    SELECT ${deploymentId}::uuid, ${IDENTITY} FROM jsonb_to_recordset(${rows}::jsonb) AS r(${IDENTITY_TYPES})
    ON CONFLICT ("deploymentId", "clusterId", "key") DO UPDATE SET
      "version" = EXCLUDED."version", "ordinal" = EXCLUDED."ordinal", "created" = EXCLUDED."created",
      "wave" = EXCLUDED."wave", "hook" = EXCLUDED."hook"`)
  failpoint('inventory_extended')
}

export async function removeInventory(tx: Tx, deploymentId: string, entries: readonly InventoryEntry[]): Promise<void> {
  const keys = entries.map(entryKey)
  await tx.$executeRaw(sql`
    DELETE FROM "InventoryItem"
    WHERE "deploymentId" = ${deploymentId}::uuid AND ("clusterId"::text || '|' || "key") = ANY(${keys}::text[])`)
}
