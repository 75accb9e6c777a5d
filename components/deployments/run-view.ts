/** A run as the console shows it: counts, stages, times. Pure. */
import type { ManagedObject, Run, RunDetail, RunObject } from '#lib/features/deployments/types.ts'

export type RunCounts = {
  total: number
  done: number
  running: number
  waiting: number
  failed: number
  skipped: number
}

export function countObjects(objects: readonly RunObject[]): RunCounts {
  const counts: RunCounts = { total: objects.length, done: 0, running: 0, waiting: 0, failed: 0, skipped: 0 }
  for (const { state } of objects) {
    if (state === 'applying' || state === 'waiting_healthy') counts.running += 1
    else counts[state] += 1
  }
  return counts
}

/** Objects that one stage of the run handles together. A stage of deletions only is the clean-up. */
export type RunStage = { stage: number; cleanUp: boolean; objects: RunObject[]; counts: RunCounts }

/** Stages in the order of execution; inside a stage the order of the run stays. */
export function stagesOf(objects: readonly RunObject[]): RunStage[] {
  const byStage = Map.groupBy(objects, ({ stage }) => stage)
  return [...byStage.entries()]
    .toSorted(([a], [b]) => a - b)
    .map(([stage, members]) => ({
      stage,
      cleanUp: members.every(({ action }) => action === 'delete'),
      objects: members,
      counts: countObjects(members),
    }))
}

/** The first rows of the stages, with the counts of all; stages without a row left fall away. */
export function takeRows(stages: readonly RunStage[], most: number): RunStage[] {
  let left = most
  return stages.flatMap((stage) => {
    const objects = stage.objects.slice(0, left)
    left -= objects.length
    return objects.length === 0 ? [] : [{ ...stage, objects }]
  })
}

/** A finished run keeps the health of its end; beside the present state of the deployment only today's health is true. */
export function withCurrentHealth(run: RunDetail, objects: readonly ManagedObject[]): RunDetail {
  if (isActive(run)) return run
  const health = new Map(objects.map((object) => [object.key, object.health]))
  return { ...run, objects: run.objects.map((object) => ({ ...object, health: health.get(object.key) ?? null })) }
}

export const isActive = (run: Pick<Run, 'phase'> | null): boolean =>
  run?.phase === 'Pending' || run?.phase === 'Running'

/** From start to end, or to `now` while it runs, in milliseconds; null before it started. */
export function elapsedMs(run: Pick<Run, 'startedAt' | 'finishedAt'>, now: Date): number | null {
  if (run.startedAt === null) return null
  const end = run.finishedAt === null ? now.getTime() : Date.parse(run.finishedAt)
  return Math.max(0, end - Date.parse(run.startedAt))
}

/** The seven characters people recognise a commit by. */
export const shortCommit = (commit: string): string => commit.slice(0, 7)
