/** Recorded syncs: beginning, results as they come, end. Every write is guarded by the lease. */
import { randomUUID } from 'node:crypto'
import { toJson } from '#lib/core/json.ts'
import type { Tx } from '#lib/db/client.ts'
import { type Sql, sql } from '#lib/db/sql.ts'
import { failpoint } from '../failpoint.ts'
import type { InventoryEntry } from '../inventory/algebra.ts'
import { type Operation, numberedOperations, operationsOf } from '../model/plan.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import type { ResultRecord, RunEnd, RunStart } from '../reconcile/record.ts'
import type { ActiveRun } from '../reconcile/snapshot.ts'
import { type Claim, HELD, fenced, fencedAlone, fencedWrites } from './claims.ts'
import { inventoryWrite } from './inventory.ts'

export type NewRun = { trigger: 'automatic' | 'retry' | 'self_heal' | 'deletion'; attempt: number; actorName: string }

/** A run that begins or goes on: its plan, and what it is going to make (none: nothing is executed). */
export type Opening = RunStart & { inventory: readonly InventoryEntry[] }

/**
 * Records a run that the engine starts by itself, already running, with the inventory of what it is going to make: a crash after this
 * leaves no object that nobody remembers. Null when a person asked for a run meanwhile, which goes first, or changed the deployment since it
 * was claimed: a pause holds from the moment it is set.
 */
export async function createRun(claim: Claim, run: NewRun, opening: Opening): Promise<ActiveRun | null> {
  failpoint('before_run')
  const created = await fencedAlone(claim, async (tx, version) => {
    if (version !== claim.version) return null
    const id = randomUUID()
    const [row] = await tx.$queryRaw<{ number: number }[]>(sql`
      WITH run AS (
        INSERT INTO "SyncRun" ("id", "deploymentId", "number", "trigger", "attempt", "actorName", "phase", "startedAt", "commit",
          "commitSubject", "commitAuthor", "generation", "planDigest", "plan")
        SELECT ${id}::uuid, ${claim.deploymentId}::uuid, COALESCE(max("number"), 0) + 1, ${run.trigger}::"SyncTrigger",
          ${run.attempt}, ${run.actorName}, 'Running', now(), ${opening.commit}, ${opening.subject}, ${opening.author},
          ${opening.generation}, ${opening.digest}, ${planText(opening)}::jsonb
        FROM "SyncRun" WHERE "deploymentId" = ${claim.deploymentId}::uuid
        HAVING NOT COALESCE(bool_or("phase" IN ('Pending', 'Running')), false)
        RETURNING "number"
      ), ${openingWrites(claim, id, opening, sql`EXISTS (SELECT 1 FROM run)`)}
      SELECT "number" FROM run`)
    if (row === undefined) return null
    failpoint('inventory_extended')
    return { id, number: row.number }
  })
  failpoint('run_recorded')
  return created && startedRun(run, opening, created)
}

const planText = ({ plan }: RunStart): string => JSON.stringify(toJson(plan))

function startedRun(run: NewRun, { commit, generation }: Opening, known: { id: string; number: number }): ActiveRun {
  return {
    ...known,
    phase: 'Running',
    trigger: run.trigger,
    revision: '',
    commit,
    generation,
    attempt: run.attempt,
    options: DEFAULT_SYNC_OPTIONS,
    requestedSeconds: 0,
    runningSeconds: 0,
    quietSeconds: 0,
    terminateBy: null,
    results: new Map(),
    hasChanged: false,
  }
}

/** Starts a run that a person asked for, or goes on with one: what was done meanwhile or before a crash is recorded as done. */
export async function beginRun(claim: Claim, run: ActiveRun, opening: Opening): Promise<void> {
  failpoint('before_run')
  await fenced(claim, async (tx) => {
    await tx.$executeRaw(sql`
      UPDATE "SyncRun" SET "phase" = 'Running', "startedAt" = COALESCE("startedAt", now()), "commit" = ${opening.commit},
        "commitSubject" = ${opening.subject}, "commitAuthor" = ${opening.author}, "generation" = ${opening.generation},
        "planDigest" = CASE WHEN "plan" IS NULL THEN ${opening.digest} ELSE "planDigest" END,
        "plan" = COALESCE("plan", ${planText(opening)}::jsonb)
      WHERE "id" = ${run.id}::uuid`)
    await tx.$executeRaw(sql`WITH ${openingWrites(claim, run.id, opening, sql`true`)} SELECT 1`)
    failpoint('inventory_extended')
    if (run.phase === 'Running') await completeDeletions(tx, run.id, opening)
  })
  failpoint('run_recorded')
}

/** Results as the plan expects them, and the inventory of what is going to be made, as parts of a statement. */
function openingWrites({ deploymentId }: Claim, runId: string, opening: Opening, condition: Sql): Sql {
  const rows = JSON.stringify(
    numberedOperations(opening.plan).map(({ operation, step }, ordinal) => ({
      ...resultColumns(operation, opening),
      ordinal,
      stage: step,
    })),
  )
  return sql`planned AS (${inventoryWrite(deploymentId, opening.inventory, condition)}), results AS (
    INSERT INTO "SyncRunResult" ("runId", "key", "ordinal", "stage", "phase", "wave", "hook", "group", "version", "kind",
      "namespace", "name", "action", "state", "reason", "message", "params")
    SELECT ${runId}::uuid, "key", "ordinal", "stage", "phase", "wave", "hook", "group", "version", "kind", "namespace", "name",
      "action"::"PlanAction", "state"::"ResultState", "reason", "message", "params"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("key" text, "ordinal" int, "stage" int, "phase" text, "wave" int,
      "hook" boolean, "group" text, "version" text, "kind" text, "namespace" text, "name" text, "action" text,
      "state" text, "reason" text, "message" text, "params" jsonb)
    WHERE ${condition}
    ON CONFLICT ("runId", "key") DO UPDATE SET "state" = 'done', "finishedAt" = now()
    WHERE EXCLUDED."state" = 'done' AND "SyncRunResult"."state" IN ('waiting', 'applying'))`
}

/** Deletions that an interrupted pass carried out and could not record: the object is gone, so the new plan does not know it. */
async function completeDeletions(tx: Tx, runId: string, { plan }: RunStart): Promise<void> {
  const keys = operationsOf(plan).map(({ key }) => key)
  await tx.$executeRaw(sql`
    UPDATE "SyncRunResult" SET "state" = 'done', "reason" = '', "message" = '', "params" = '{}', "finishedAt" = now()
    WHERE "runId" = ${runId}::uuid AND "action" = 'delete' AND "state" IN ('waiting', 'applying') AND "key" <> ALL(${keys}::text[])`)
}

/** An operation before it is executed. Reasons of a plan ("missing", "differs") are no results: only what is left alone has one. */
function resultColumns(operation: Operation, start: RunStart): Record<string, unknown> {
  const { key, id, action, phase, wave, hook, why } = operation
  const isLeft = action === 'skip'
  return {
    ...{ key, phase, wave, action, ...id },
    hook: hook !== null,
    state: initialState(operation, start),
    reason: isLeft ? (why?.reason ?? '') : '',
    message: isLeft ? (why?.detail ?? '') : '',
    params: isLeft ? (why?.params ?? {}) : {},
  }
}

function initialState(operation: Operation, { plan, isRehearsal }: RunStart): ResultRecord['state'] {
  if (plan.refused.includes(operation)) return 'failed'
  if (operation.action === 'skip' || isRehearsal) return 'skipped'
  return operation.write || operation.action === 'delete' ? 'waiting' : 'done'
}

/** Writes what happened to objects since the last call, in one statement. */
export async function recordResults(claim: Claim, runId: string, results: readonly ResultRecord[]): Promise<void> {
  failpoint('before_result')
  await fencedWrites(claim, runWrites({ id: runId, results, end: null }))
  failpoint('result_recorded')
}

/** What a pass leaves of a run: the results that are not written yet, and its end, if it has ended. */
export type RunRecord = { id: string; results: readonly ResultRecord[]; end: RunEnd | null }

const OPEN = ['waiting', 'applying', 'waiting_healthy'] satisfies ResultRecord['state'][]

/** Statements that write it, for `fencedWrites`. What was not tried says so. */
export function runWrites({ id, results, end }: RunRecord): Sql[] {
  const written = resultsWrite(id, results, end !== null)
  if (end === null) return results.length > 0 ? [written] : []
  return [
    written,
    sql`
      UPDATE "SyncRun" SET "phase" = ${end.phase}::"RunPhase", "finishedAt" = now(),
        "startedAt" = COALESCE("startedAt", now()), "reason" = ${end.why?.reason ?? ''},
        "message" = ${end.why?.detail ?? ''}, "params" = ${JSON.stringify(end.why?.params ?? {})}::jsonb
      WHERE "id" = ${id}::uuid AND "phase" IN ('Pending', 'Running') AND ${HELD}`,
  ]
}

/** Every row is touched once: what is new of it, or, at the end of the run, that it was not tried. */
function resultsWrite(runId: string, results: readonly ResultRecord[], isEnd: boolean): Sql {
  const isOpen = ({ state }: ResultRecord) => OPEN.some((open) => open === state)
  const rows = JSON.stringify(
    results
      .filter((result) => !isEnd || !isOpen(result))
      .map(({ key, state, why, health }) => ({
        ...{ key, state, health },
        reason: why?.reason ?? '',
        message: why?.detail ?? '',
        params: why?.params ?? {},
      })),
  )
  return sql`
    UPDATE "SyncRunResult" o SET
      "state" = COALESCE(r."state", 'skipped')::"ResultState", "reason" = COALESCE(r."reason", 'not_tried'),
      "message" = COALESCE(r."message", o."message"), "params" = COALESCE(r."params", o."params"),
      "health" = COALESCE(r."health"::"HealthStatus", o."health"),
      "startedAt" = CASE WHEN r."key" IS NULL OR r."state" IN ('waiting', 'skipped')
        THEN o."startedAt" ELSE COALESCE(o."startedAt", now()) END,
      "finishedAt" = CASE WHEN r."key" IS NULL OR r."state" IN ('done', 'failed', 'skipped') THEN now() END
    FROM "SyncRunResult" p
    LEFT JOIN jsonb_to_recordset(${rows}::jsonb) AS r("key" text, "state" text, "reason" text, "message" text,
      "params" jsonb, "health" text) ON r."key" = p."key"
    WHERE o."runId" = ${runId}::uuid AND p."runId" = o."runId" AND p."key" = o."key" AND ${HELD}
      AND (r."key" IS NOT NULL OR (${isEnd} AND p."state" = ANY(${OPEN}::"ResultState"[])))`
}

/** Ends a run of which nothing else is to be written. */
export async function finishRun(claim: Claim, runId: string, end: RunEnd): Promise<void> {
  failpoint('before_finish')
  await fencedWrites(claim, runWrites({ id: runId, results: [], end }))
  failpoint('run_finished')
}

/** Throws `LeaseLost` unless the claim is valid now. True when somebody asked for the end of the run. */
export const isTerminated = (claim: Claim, runId: string): Promise<boolean> =>
  fenced(claim, async (tx) => {
    const run = await tx.syncRun.findUnique({ where: { id: runId }, select: { terminateAt: true } })
    return run !== null && run.terminateAt !== null
  })
