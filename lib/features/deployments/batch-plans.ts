/** What the runs of a batch would do, counted: a batch may hold more objects than anybody reads. */
import type { DevopsScope } from '#lib/authz/actor.ts'
import { db } from '#lib/db/client.ts'
import { toWhy } from './to-why.ts'
import { GUARDS, type ActionCounts, type BatchPlan, type PlanAction } from './types.ts'

/** The plans that are made, of these runs; one that is still being made, or that the scope does not have, is left out. */
export async function findBatchPlans(scope: DevopsScope, runs: readonly [string, number][]): Promise<BatchPlan[]> {
  const rows = await db.syncRun.findMany({
    where: {
      phase: { notIn: ['Pending', 'Running'] },
      deployment: { devopsProjectId: scope.devopsProjectId },
      OR: runs.map(([name, number]) => ({ number, deployment: { name } })),
    },
    select: {
      ...{ id: true, number: true, phase: true, planDigest: true, reason: true, params: true, message: true },
      deployment: { select: { name: true } },
    },
  })
  const groups = await db.syncRunResult.groupBy({
    by: ['runId', 'action', 'reason'],
    where: { runId: { in: rows.map(({ id }) => id) }, phase: { not: 'SyncFail' } },
    _count: { _all: true },
  })
  return rows.map(({ id, number, phase, planDigest, reason, params, message, deployment }) => ({
    ...{ name: deployment.name, number },
    planDigest: phase === 'Succeeded' ? planDigest : null,
    why: toWhy(reason, params, message),
    ...counted(groups.filter(({ runId }) => runId === id)),
  }))
}

type Group = { action: PlanAction; reason: string; _count: { _all: number } }

const isGuard = (reason: string): boolean => GUARDS.some((guard) => guard === reason)

function counted(groups: readonly Group[]): Pick<BatchPlan, 'counts' | 'held'> {
  const counts: ActionCounts = { create: 0, update: 0, replace: 0, delete: 0, unchanged: 0, skip: 0 }
  let held = 0
  for (const { action, reason, _count } of groups) {
    counts[action] += _count._all
    if (action === 'skip' && isGuard(reason)) held += _count._all
  }
  return { counts, held }
}
