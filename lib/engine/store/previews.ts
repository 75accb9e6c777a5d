/** Previews that people asked for: claimed by one process at a time, answered once, forgotten soon. Time is the database's. */
import { toJson } from '#lib/core/json.ts'
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { PREVIEW_PATIENCE_SECONDS, type PlannedObject, type PreviewResult } from '../model/preview.ts'
import type { StageCondition } from '../reconcile/record.ts'
import type { Work } from '../runtime/bounds.ts'

/** Nobody looks at an older one any more. */
const FORGET_SECONDS = 600

/** A preview that this process computes. */
export type PreviewClaim = Work & { id: string; key: string; askedSeconds: number }

export type PreviewAnswer = PreviewResult | PlannedObject | StageCondition

/** Claims previews that wait, the oldest first. One whose process did not answer in time is taken up again while somebody may be waiting. */
export function claimPreviews(owner: string, leaseSeconds: number, limit: number): Promise<PreviewClaim[]> {
  return db.$queryRaw<PreviewClaim[]>(sql`
    UPDATE "Preview" v SET "owner" = ${owner}, "claimedUntil" = now() + make_interval(secs => ${leaseSeconds})
    FROM "DevopsProject" p
    WHERE p."id" = v."devopsProjectId" AND v."id" IN (
      SELECT "id" FROM "Preview"
      WHERE "state" = 'Pending' AND ("claimedUntil" IS NULL OR "claimedUntil" < now())
        AND "requestedAt" > now() - make_interval(secs => ${PREVIEW_PATIENCE_SECONDS})
      ORDER BY "requestedAt" LIMIT ${limit} FOR UPDATE SKIP LOCKED)
    RETURNING v."id", v."key", v."clusterId", v."repositoryId", p."workspaceId",
      EXTRACT(EPOCH FROM now() - v."requestedAt")::float8 AS "askedSeconds"`)
}

/** Writes the answer; nothing when the request was replaced meanwhile, or another process has taken it up. */
export async function answerPreview(id: string, owner: string, answer: PreviewAnswer): Promise<void> {
  const failure = 'why' in answer ? answer : null
  await db.preview.updateMany({
    where: { id, owner, state: 'Pending' },
    data: {
      state: failure === null ? 'Succeeded' : 'Failed',
      finishedAt: new Date(),
      ...(failure === null && { result: toJson(answer) }),
      ...(failure && {
        stage: failure.stage,
        reason: failure.why.reason,
        message: failure.why.detail,
        params: failure.why.params,
      }),
    },
  })
}

/** Forgets previews that nobody looks at any more. */
export async function forgetPreviews(): Promise<void> {
  await db.$executeRaw(sql`
    DELETE FROM "Preview" WHERE "requestedAt" < now() - make_interval(secs => ${FORGET_SECONDS})`)
}
