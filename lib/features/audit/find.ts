/** Reading the audit log: newest first, by its indexes, never more than a page or a batch at once. */
import type { z } from 'zod'
import type { Page } from '#lib/core/page.ts'
import type { JsonValue } from '#lib/core/json.ts'
import { db } from '#lib/db/client.ts'
import { likeText } from '#lib/db/sql.ts'
import { readVersioned } from '#lib/features/system/public.ts'
import { endOfDay, startOfDay } from './days.ts'
import type { exportAuditSchema, listAuditSchema } from './schema.ts'
import type { AuditFacets, AuditRow } from './types.ts'

type Filter = Omit<z.output<typeof exportAuditSchema>, 'format'>

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

async function whereOf(filter: Filter) {
  const { search, action, workspace } = filter
  const contains = { contains: likeText(search), mode: 'insensitive' as const }
  const row =
    workspace === undefined ? null : await db.workspace.findUnique({ where: { name: workspace }, select: { id: true } })
  return {
    at: timesOf(filter),
    ...(action === undefined ? {} : { action }),
    // A workspace that does not exist has no lines.
    ...(workspace === undefined ? {} : { workspaceId: row?.id ?? { in: [] } }),
    ...(search === ''
      ? {}
      : { OR: [{ actorName: contains }, { action: contains }, { targetName: contains }, { requestId: search }] }),
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
export async function findAuditPage(input: z.output<typeof listAuditSchema>): Promise<Page<AuditRow>> {
  const { page, pageSize, direction } = input
  const where = await whereOf(input)
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
export async function* readAudit(filter: Filter, most: number, batch = 1000): AsyncGenerator<AuditRow[]> {
  const where = await whereOf(filter)
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

/** The distinct actions, found by skipping through their index; at most 500. */
async function actionsThatHappened(): Promise<string[]> {
  const rows = await db.$queryRaw<{ action: string }[]>`
    WITH RECURSIVE one AS (
      (SELECT "action" FROM "AuditEvent" ORDER BY "action" LIMIT 1)
      UNION ALL
      SELECT (SELECT e."action" FROM "AuditEvent" e WHERE e."action" > one."action" ORDER BY e."action" LIMIT 1)
      FROM one WHERE one."action" IS NOT NULL
    )
    SELECT "action" FROM one WHERE "action" IS NOT NULL LIMIT 500`
  return rows.map(({ action }) => action)
}

/** What can be filtered by, and how long lines are kept. */
export async function findFacets(): Promise<AuditFacets> {
  const [actions, workspaces, { value, version }] = await Promise.all([
    actionsThatHappened(),
    db.workspace.findMany({ orderBy: { name: 'asc' }, take: 500, select: { name: true } }),
    readVersioned(db, 'retention'),
  ])
  return { actions, workspaces: workspaces.map(({ name }) => name), retention: { ...value, version } }
}
