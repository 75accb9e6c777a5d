/** Reading the audit log: newest first, by its indexes, never more than a page or a batch at once. */
import type { z } from 'zod'
import type { PlatformScope, WorkspaceScope } from '#lib/authz/actor.ts'
import type { Page } from '#lib/core/page.ts'
import type { JsonValue } from '#lib/core/json.ts'
import { db } from '#lib/db/client.ts'
import { likeText, sql } from '#lib/db/sql.ts'
import { readVersioned } from '#lib/features/system/public.ts'
import { endOfDay, startOfDay } from './days.ts'
import type { exportAuditSchema, listAuditSchema } from './schema.ts'
import { actionsWorded } from './worded.ts'
import type { AuditFacets, AuditRow } from './types.ts'

type Filter = Omit<z.output<typeof exportAuditSchema>, 'format'>
/** Whose lines: every place's, of which the filter may name one, or one workspace's with everything in it. */
export type AuditScope = PlatformScope | WorkspaceScope

const DAY_MS = 24 * 3600 * 1000
const RANGE_DAYS = { day: 1, week: 7, month: 30, all: null } as const

function timesOf({ range, from, to, zone }: Filter): { gte?: Date; lt?: Date } {
  const days = RANGE_DAYS[range]
  const back = days === null ? null : new Date(Date.now() - days * DAY_MS)
  const start = from === undefined ? back : startOfDay(from, zone)
  return {
    ...(start === null ? {} : { gte: start }),
    // The last day counts as a whole.
    ...(to === undefined ? {} : { lt: endOfDay(to, zone) }),
  }
}

async function placeOf(scope: AuditScope, { workspace }: Filter) {
  if (scope.kind === 'workspace') return { workspaceId: scope.workspaceId }
  if (workspace === undefined) return {}
  const row = await db.workspace.findUnique({ where: { name: workspace }, select: { id: true } })
  // A workspace that does not exist has no lines.
  return { workspaceId: row?.id ?? { in: [] } }
}

async function whereOf(scope: AuditScope, filter: Filter) {
  const { search, action } = filter
  const contains = { contains: likeText(search), mode: 'insensitive' as const }
  return {
    at: timesOf(filter),
    ...(action === undefined ? {} : { action }),
    ...(await placeOf(scope, filter)),
    ...(search === ''
      ? {}
      : {
          OR: [
            ...[{ actorName: contains }, { targetName: contains }, { requestId: search }],
            ...[{ action: contains }, { action: { in: actionsWorded(search) } }],
          ],
        }),
  }
}

type StoredRow = NonNullable<Awaited<ReturnType<typeof db.auditEvent.findFirst>>>

/** Names of what the lines' ids mean now. */
async function namesOf(rows: StoredRow[]): Promise<(id: string | null) => string | null> {
  const ids = (pick: (row: StoredRow) => string | null) => ({
    id: { in: [...new Set(rows.map(pick).filter((id) => id !== null))] },
  })
  const select = { id: true, name: true } as const
  const named = await Promise.all([
    db.workspace.findMany({ where: ids((row) => row.workspaceId), select }),
    db.devopsProject.findMany({ where: ids((row) => row.devopsProjectId), select }),
    db.project.findMany({ where: ids((row) => row.projectId), select }),
  ])
  const names = new Map(named.flat().map(({ id, name }) => [id, name]))
  return (id) => (id === null ? null : (names.get(id) ?? null))
}

async function toRows(rows: StoredRow[]): Promise<AuditRow[]> {
  const nameOf = await namesOf(rows)
  return rows.map((row) => ({
    id: row.id,
    at: row.at.toISOString(),
    requestId: row.requestId,
    actor: row.actorName,
    action: row.action,
    workspace: nameOf(row.workspaceId),
    devopsProject: nameOf(row.devopsProjectId),
    project: nameOf(row.projectId),
    target: { type: row.targetType, id: row.targetId, name: row.targetName },
    details: row.details as JsonValue,
  }))
}

/** A page of lines, searched by actor, action, target and request number. */
export async function findAuditPage(
  scope: AuditScope,
  { page, pageSize, direction, ...filter }: z.output<typeof listAuditSchema>,
): Promise<Page<AuditRow>> {
  const where = await whereOf(scope, filter)
  const [total, rows] = await Promise.all([
    db.auditEvent.count({ where }),
    db.auditEvent.findMany({
      where,
      orderBy: [{ at: direction }, { id: direction }],
      skip: (page - 1) * pageSize,
      take: pageSize,
    }),
  ])
  return { items: await toRows(rows), total, page, pageSize }
}

/** Lines in batches, newest first, until `most` were read. Each batch begins where the one before ended, whatever is written meanwhile. */
export async function* readAudit(
  scope: AuditScope,
  filter: Filter,
  most: number,
  batch = 1000,
): AsyncGenerator<AuditRow[]> {
  const where = await whereOf(scope, filter)
  let last: { at: Date; id: string } | null = null
  for (let left = most; left > 0; left -= batch) {
    const after = last === null ? {} : { OR: [{ at: { lt: last.at } }, { at: last.at, id: { lt: last.id } }] }
    const rows: StoredRow[] = await db.auditEvent.findMany({
      where: { AND: [where, after] },
      orderBy: [{ at: 'desc' }, { id: 'desc' }],
      take: Math.min(batch, left),
    })
    if (rows.length === 0) return
    yield await toRows(rows)
    last = rows.at(-1) ?? null
    if (rows.length < batch) return
  }
}

/** The distinct actions of a place, found by skipping through their index; at most 500. */
async function actionsThatHappened(scope: AuditScope): Promise<string[]> {
  const of = scope.kind === 'workspace' ? sql`e."workspaceId" = ${scope.workspaceId}::uuid` : sql`true`
  const rows = await db.$queryRaw<{ action: string }[]>`
    WITH RECURSIVE one AS (
      (SELECT e."action" FROM "AuditEvent" e WHERE ${of} ORDER BY e."action" LIMIT 1)
      UNION ALL
      SELECT (SELECT e."action" FROM "AuditEvent" e WHERE ${of} AND e."action" > one."action" ORDER BY e."action" LIMIT 1)
      FROM one WHERE one."action" IS NOT NULL
    )
    SELECT "action" FROM one WHERE "action" IS NOT NULL LIMIT 500`
  return rows.map(({ action }) => action)
}

/** What can be filtered by, and how long lines are kept. */
export async function findFacets(scope: AuditScope): Promise<AuditFacets> {
  const ofAll = { orderBy: { name: 'asc' }, take: 500, select: { name: true } } as const
  const [actions, workspaces, { value, version }] = await Promise.all([
    actionsThatHappened(scope),
    scope.kind === 'workspace' ? [] : db.workspace.findMany(ofAll),
    readVersioned(db, 'retention'),
  ])
  return { actions, workspaces: workspaces.map(({ name }) => name), retention: { ...value, version } }
}
