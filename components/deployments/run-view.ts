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

/** What a part of the run is for: what makes it impossible, its phases, deletions, and what is left alone. */
export const STAGE_PARTS = ['refused', 'PreSync', 'Sync', 'PostSync', 'cleanUp', 'SyncFail', 'left'] as const
export type StagePart = (typeof STAGE_PARTS)[number]

/** Objects that one step of the run handles together, and why. */
export type RunStage = {
  id: string
  stage: number
  part: StagePart
  /** Null where the phase has only the wave that everything is in. */
  wave: number | null
  objects: RunObject[]
  counts: RunCounts
}

function partOf({ action, state, phase }: RunObject): StagePart {
  if (action === 'skip') return state === 'failed' ? 'refused' : 'left'
  return action === 'delete' ? 'cleanUp' : phase
}

/** Waves as they are told: not where the phase of the run has only wave 0, and not of deletions, which come in their own order. */
function waveOf(part: StagePart, { phase, wave }: RunObject, objects: readonly RunObject[]): number | null {
  const isPhase = part === 'PreSync' || part === 'Sync' || part === 'PostSync' || part === 'SyncFail'
  const isOnly = objects.every((other) => other.phase !== phase || other.wave === 0 || partOf(other) !== part)
  return isPhase && !isOnly ? wave : null
}

const RANK: Record<StagePart, number> = {
  refused: 0,
  PreSync: 1,
  Sync: 1,
  PostSync: 1,
  SyncFail: 1,
  cleanUp: 2,
  left: 3,
}

/** What makes the run impossible first, then its steps in the order of execution, then what is left alone; inside, the run's own order. */
export function stagesOf(objects: readonly RunObject[]): RunStage[] {
  const groups = Map.groupBy(objects, (object) => `${object.stage} ${partOf(object)}`)
  return [...groups.entries()]
    .flatMap(([id, members]) => {
      const [first] = members
      if (!first) return []
      const part = partOf(first)
      const wave = waveOf(part, first, objects)
      return [{ id, stage: first.stage, part, wave, objects: members, counts: countObjects(members) }]
    })
    .toSorted((a, b) => a.stage - b.stage || RANK[a.part] - RANK[b.part])
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
