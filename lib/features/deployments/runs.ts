/** Recorded synchronisations of one deployment of the scope. */
import { db } from '#lib/db/client.ts'
import { AppError } from '#lib/core/errors.ts'
import type { Page } from '#lib/core/page.ts'
import type { DevopsScope } from '#lib/authz/actor.ts'
import { numberedOperations, type Operation, type SyncPlan } from '#lib/engine/model/plan.ts'
import { HOOK_PHASES, type Phase } from '#lib/engine/model/object-options.ts'
import { toDifferences, toWhy } from './to-why.ts'
import type {
  FieldDifference,
  HealthStatus,
  PlanAction,
  ResultState,
  Run,
  RunDetail,
  RunObject,
  RunPhase,
} from './types.ts'

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
  commitSubject: string
  commitAuthor: string
  terminateAt: Date | null
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
  commitSubject: true,
  commitAuthor: true,
  terminateAt: true,
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

function toRun({ reason, params, message, options, terminateAt, ...row }: RunRow): Run {
  return {
    ...row,
    why: toWhy(reason, params, message),
    dryRun: isDryRun(options),
    terminating: terminateAt !== null && row.finishedAt === null,
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
  phase: string
  wave: number
  hook: boolean
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
  phase: true,
  wave: true,
  hook: true,
  action: true,
  state: true,
  reason: true,
  params: true,
  message: true,
  health: true,
} as const

const toPhase = (stored: string): Phase => HOOK_PHASES.find((phase) => phase === stored) ?? 'Sync'

const toRunObject = ({ reason, params, message, ...row }: ResultRow): RunObject => ({
  ...row,
  phase: toPhase(row.phase),
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

/** The plan as the engine stored it; null while there is none. Written by this product only, in one shape. */
const operationsOf = (plan: unknown): Operation[] =>
  plan === null ? [] : numberedOperations(plan as SyncPlan).map(({ operation }) => operation)

const detailSelect = {
  ...runSelect,
  planDigest: true,
  results: { orderBy: { ordinal: 'asc' }, select: resultSelect },
} as const

type DetailRow = RunRow & { planDigest: string; results: ResultRow[] }

const toRunDetail = ({ results, planDigest, ...run }: DetailRow, plan: unknown): RunDetail => ({
  ...toRun(run),
  planDigest,
  objects: results.map(toRunObject),
  planned: Object.fromEntries(
    operationsOf(plan)
      .filter(({ differences, recreate }) => differences.length > 0 || recreate)
      .map(({ key, differences, recreate }) => [key, { differences: differences.length, recreate }]),
  ),
})

/** One run with what happened to each object; null when there is none of that number. */
export async function findRun(scope: DevopsScope, name: string, number: number): Promise<RunDetail | null> {
  const row = await db.syncRun.findFirst({ where: { ...inScope(scope, name), number }, select: detailSelect })
  if (!row) return null
  // Of what is really carried out the results tell; its plan would be read again with every step.
  if (!isDryRun(row.options)) return toRunDetail(row, null)
  const stored = await db.syncRun.findFirst({ where: { ...inScope(scope, name), number }, select: { plan: true } })
  return toRunDetail(row, stored?.plan ?? null)
}

/** The newest run that was no preview, as `findRun`; null when there is none. */
export async function findLastRun(scope: DevopsScope, name: string): Promise<RunDetail | null> {
  const [newest] = await db.$queryRaw<{ id: string }[]>`
    SELECT r."id" FROM "SyncRun" r JOIN "ContinuousDeployment" d ON d."id" = r."deploymentId"
    WHERE d."devopsProjectId" = ${scope.devopsProjectId}::uuid AND d."name" = ${name}
      AND COALESCE(r."options"->>'dryRun', 'false') = 'false'
    ORDER BY r."number" DESC LIMIT 1`
  const row = newest && (await db.syncRun.findUnique({ where: { id: newest.id }, select: detailSelect }))
  return row ? toRunDetail(row, null) : null
}

/** What a run's plan changes in one object, field by field; Secrets are masked. Throws NOT_FOUND. */
export async function findRunDifferences(
  scope: DevopsScope,
  { name, number, key }: { name: string; number: number; key: string },
): Promise<FieldDifference[]> {
  const row = await db.syncRun.findFirst({ where: { ...inScope(scope, name), number }, select: { plan: true } })
  const operation = operationsOf(row?.plan ?? null).find((one) => one.key === key)
  if (!operation) throw new AppError('NOT_FOUND')
  return toDifferences(operation.differences)
}
