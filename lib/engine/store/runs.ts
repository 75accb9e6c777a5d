/** Recorded syncs: beginning, results as they come, end. Every write is guarded by the lease. */
import { toJson } from '#lib/core/json.ts'
import type { Tx } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { type Operation, STAGES, operationsOf } from '../model/plan.ts'
import { DEFAULT_SYNC_OPTIONS } from '../model/spec.ts'
import type { ResultRecord, RunEnd, RunStart } from '../reconcile/record.ts'
import type { ActiveRun } from '../reconcile/snapshot.ts'
import { type Claim, fenced, fencedAlone } from './claims.ts'

export type NewRun = { trigger: 'automatic' | 'retry' | 'self_heal' | 'deletion'; attempt: number; actorName: string }

/**
 * Records a run that the engine starts by itself, already running. Null when a person asked for one meanwhile, which goes first.
 */
export async function createRun(claim: Claim, run: NewRun, start: RunStart): Promise<ActiveRun | null> {
  return fencedAlone(claim, async (tx) => {
    const newest = await tx.syncRun.findFirst({
      where: { deploymentId: claim.deploymentId },
      orderBy: { number: 'desc' },
      select: { number: true, phase: true },
    })
    if (newest?.phase === 'Pending' || newest?.phase === 'Running') return null
    const number = (newest?.number ?? 0) + 1
    const { id } = await tx.syncRun.create({
      data: { deploymentId: claim.deploymentId, number, ...run },
      select: { id: true },
    })
    await begin(tx, id, start)
    const { commit, generation } = start
    return {
      id,
      number,
      phase: 'Running',
      trigger: run.trigger,
      revision: '',
      commit,
      generation,
      attempt: run.attempt,
      options: DEFAULT_SYNC_OPTIONS,
      runningSeconds: 0,
      hasChanged: false,
    }
  })
}

/** Starts a run that a person asked for, or goes on with one: what was done meanwhile or before a crash is recorded as done. */
export const beginRun = (claim: Claim, runId: string, start: RunStart): Promise<void> =>
  fenced(claim, (tx) => begin(tx, runId, start))

async function begin(tx: Tx, runId: string, start: RunStart): Promise<void> {
  const plan = JSON.stringify(toJson(start.plan))
  await tx.$executeRaw(sql`
    UPDATE "SyncRun" SET "phase" = 'Running', "startedAt" = COALESCE("startedAt", now()), "commit" = ${start.commit},
      "generation" = ${start.generation}, "plan" = COALESCE("plan", ${plan}::jsonb)
    WHERE "id" = ${runId}::uuid`)
  const rows = JSON.stringify(
    operationsOf(start.plan).map((operation, ordinal) => resultColumns(operation, ordinal, start)),
  )
  await tx.$executeRaw(sql`
    INSERT INTO "SyncRunResult" ("runId", "key", "ordinal", "stage", "group", "version", "kind", "namespace", "name",
      "action", "state", "reason", "message", "params")
    SELECT ${runId}::uuid, "key", "ordinal", "stage", "group", "version", "kind", "namespace", "name",
      "action"::"PlanAction", "state"::"ResultState", "reason", "message", "params"
    FROM jsonb_to_recordset(${rows}::jsonb) AS r("key" text, "ordinal" int, "stage" int, "group" text, "version" text,
      "kind" text, "namespace" text, "name" text, "action" text, "state" text, "reason" text, "message" text, "params" jsonb)
    ON CONFLICT ("runId", "key") DO UPDATE SET "state" = 'done', "finishedAt" = now()
    WHERE EXCLUDED."state" = 'done' AND "SyncRunResult"."state" IN ('waiting', 'applying')`)
  await completeDeletions(tx, runId, start)
}

/** Deletions that an interrupted pass carried out and could not record: the object is gone, so the new plan does not know it. */
async function completeDeletions(tx: Tx, runId: string, { plan }: RunStart): Promise<void> {
  const keys = operationsOf(plan).map(({ key }) => key)
  await tx.$executeRaw(sql`
    UPDATE "SyncRunResult" SET "state" = 'done', "reason" = '', "message" = '', "params" = '{}', "finishedAt" = now()
    WHERE "runId" = ${runId}::uuid AND "action" = 'delete' AND "state" IN ('waiting', 'applying') AND "key" <> ALL(${keys}::text[])`)
}

/** An operation before it is executed. Reasons of a plan ("missing", "differs") are no results: only what is left alone has one. */
function resultColumns(operation: Operation, ordinal: number, start: RunStart): Record<string, unknown> {
  const { key, id, action, stage, why } = operation
  const isLeft = action === 'skip'
  return {
    key,
    ordinal,
    stage: STAGES.indexOf(stage),
    ...id,
    action,
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
  const rows = JSON.stringify(
    results.map(({ key, state, why, health }) => ({
      key,
      state,
      reason: why?.reason ?? '',
      message: why?.detail ?? '',
      params: why?.params ?? {},
      health,
    })),
  )
  await fenced(claim, (tx) =>
    tx.$executeRaw(sql`
      UPDATE "SyncRunResult" o SET "state" = r."state"::"ResultState", "reason" = r."reason", "message" = r."message",
        "params" = r."params", "health" = r."health"::"HealthStatus",
        "startedAt" = CASE WHEN r."state" IN ('waiting', 'skipped') THEN o."startedAt" ELSE COALESCE(o."startedAt", now()) END,
        "finishedAt" = CASE WHEN r."state" IN ('done', 'failed', 'skipped') THEN now() END
      FROM jsonb_to_recordset(${rows}::jsonb) AS r("key" text, "state" text, "reason" text, "message" text,
        "params" jsonb, "health" text)
      WHERE o."runId" = ${runId}::uuid AND o."key" = r."key"`),
  )
}

/** Ends a run. What was not tried says so. */
export async function finishRun(claim: Claim, runId: string, end: RunEnd): Promise<void> {
  await fenced(claim, async (tx) => {
    await tx.$executeRaw(sql`
      UPDATE "SyncRunResult" SET "state" = 'skipped', "reason" = 'not_tried', "finishedAt" = now()
      WHERE "runId" = ${runId}::uuid AND "state" IN ('waiting', 'applying', 'waiting_healthy')`)
    await tx.$executeRaw(sql`
      UPDATE "SyncRun" SET "phase" = ${end.phase}::"RunPhase", "finishedAt" = now(),
        "startedAt" = COALESCE("startedAt", now()), "reason" = ${end.why?.reason ?? ''},
        "message" = ${end.why?.detail ?? ''}, "params" = ${JSON.stringify(end.why?.params ?? {})}::jsonb
      WHERE "id" = ${runId}::uuid AND "phase" IN ('Pending', 'Running')`)
  })
}
