/** Recorded synchronisations of one deployment of the scope. */
import { db } from '#lib/db/client.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { toWhy } from './to-why.ts'
import type { HealthStatus, PlanAction, ResultState, Run, RunDetail, RunObject, RunPhase } from './types.ts'

const inScope = (scope: DevopsScope, name: string) => ({
  deployment: { devopsProjectId: scope.devopsProjectId, name },
})

type RunRow = {
  number: number
  trigger: Run['trigger']
  actorName: string
  phase: RunPhase
  revision: string
  commit: string
  reason: string
  params: unknown
  message: string
  attempt: number
  options: unknown
  requestedAt: Date
  startedAt: Date | null
  finishedAt: Date | null
}

const runSelect = {
  number: true,
  trigger: true,
  actorName: true,
  phase: true,
  revision: true,
  commit: true,
  reason: true,
  params: true,
  message: true,
  attempt: true,
  options: true,
  requestedAt: true,
  startedAt: true,
  finishedAt: true,
} as const

function isDryRun(options: unknown): boolean {
  return typeof options === 'object' && options !== null && 'dryRun' in options && options.dryRun === true
}

function toRun({ reason, params, message, options, ...row }: RunRow): Run {
  return {
    ...row,
    why: toWhy(reason, params, message),
    dryRun: isDryRun(options),
    requestedAt: row.requestedAt.toISOString(),
    startedAt: row.startedAt?.toISOString() ?? null,
    finishedAt: row.finishedAt?.toISOString() ?? null,
  }
}

type ResultRow = {
  key: string
  group: string
  kind: string
  namespace: string
  name: string
  stage: number
  action: PlanAction
  state: ResultState
  reason: string
  params: unknown
  message: string
  health: HealthStatus | null
}

const resultSelect = {
  key: true,
  group: true,
  kind: true,
  namespace: true,
  name: true,
  stage: true,
  action: true,
  state: true,
  reason: true,
  params: true,
  message: true,
  health: true,
} as const

const toRunObject = ({ reason, params, message, ...row }: ResultRow): RunObject => ({
  ...row,
  why: toWhy(reason, params, message),
})

/** Newest first. Throws NOT_FOUND when the scope has no such deployment. */
export async function findRuns(
  scope: DevopsScope,
  { name, page, pageSize }: { name: string; page: number; pageSize: number },
): Promise<Page<Run>> {
  const where = inScope(scope, name)
  const [exists, total, rows] = await Promise.all([
    db.continuousDeployment.count({ where: where.deployment }),
    db.syncRun.count({ where }),
    db.syncRun.findMany({
      where,
      orderBy: { number: 'desc' },
      skip: (page - 1) * pageSize,
      take: pageSize,
      select: runSelect,
    }),
  ])
  if (exists === 0) throw new AppError('NOT_FOUND')
  return { items: rows.map(toRun), total, page, pageSize }
}

/** One run with what happened to each object; the newest when no number is given, null when there is none. */
export async function findRun(scope: DevopsScope, name: string, number?: number): Promise<RunDetail | null> {
  const row = await db.syncRun.findFirst({
    where: { ...inScope(scope, name), ...(number === undefined ? {} : { number }) },
    orderBy: { number: 'desc' },
    select: { ...runSelect, results: { orderBy: { ordinal: 'asc' }, select: resultSelect } },
  })
  if (!row) return null
  const { results, ...run } = row
  return { ...toRun(run), objects: results.map(toRunObject) }
}
