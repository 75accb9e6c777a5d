import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { perform } from '#lib/actions/define-action.ts'
import { db } from '#lib/db/client.ts'
import { raw, sql } from '#lib/db/sql.ts'
import { trimAll } from '#lib/engine/runtime/upkeep.ts'
import { readRetention } from '#lib/engine/store/retention.ts'
import { addRepository, createWorld, requestOf, type World } from '#lib/testing/world.ts'
import { setRetention } from './actions.ts'
import { readAudit } from './find.ts'
import { getAuditFacets, getWorkspaceAuditFacets, listAudit, listWorkspaceAudit } from './queries.ts'
import { exportAuditSchema } from './schema.ts'

const MANY = 100_000
const PLATFORM = { kind: 'platform' } as const
const DAY_MS = 24 * 3600 * 1000
let world: World
const root = () => requestOf('root')

/** Lines of half a year: one actor in 1,000 is rare, one action in ten is a sync. */
const seed = () => db.$executeRaw`
  INSERT INTO "AuditEvent" ("id", "at", "actorName", "action", "workspaceId", "targetType", "targetId", "targetName")
  SELECT gen_random_uuid(), now() - make_interval(mins => n), 'person-' || (n % 1000),
    CASE WHEN n % 10 = 0 THEN 'deployment.sync' ELSE 'service.edit' END,
    CASE WHEN n % 2 = 0 THEN ${world.acme.workspace.workspaceId}::uuid END, 'deployment', n::text, 'target-' || n
  FROM generate_series(1, ${MANY}::int) n`

beforeAll(async () => {
  world = await createWorld()
  await db.auditEvent.deleteMany()
  await seed()
  await db.$executeRaw`ANALYZE "AuditEvent"`
})
afterAll(() => world.destroy())

async function page(input: object) {
  const result = await listAudit.answer(root(), input)
  if (!result.ok) throw new Error(JSON.stringify(result.error))
  return result.data
}

/** The plan of a page as PostgreSQL would read it; `where` is text of this test. */
async function planOf(where: string): Promise<string> {
  const rows = await db.$queryRaw<object[]>(sql`
    EXPLAIN (FORMAT JSON) SELECT * FROM "AuditEvent" ${raw(where)} ORDER BY "at" DESC, "id" DESC LIMIT 10`)
  return JSON.stringify(rows)
}

describe('the log at 100,000 lines', () => {
  it('shows the newest first, page by page', async () => {
    const first = await page({})
    expect(first).toMatchObject({ total: MANY, page: 1, pageSize: 10 })
    expect(first.items.map(({ target }) => target.name).slice(0, 2)).toEqual(['target-1', 'target-2'])
    expect((await page({ page: 2 })).items[0]?.target.name).toBe('target-11')
    expect(first.items[1]).toMatchObject({ workspace: 'acme', actor: 'person-2', action: 'service.edit' })
    expect((await page({ direction: 'asc' })).items[0]?.target.name).toBe(`target-${MANY}`)
  })

  it('finds by actor, action and target; a sign of a pattern is only a sign', async () => {
    expect(await page({ search: 'PERSON-777' })).toMatchObject({ total: 100 })
    expect(await page({ search: 'target-99999' })).toMatchObject({ total: 1 })
    expect(await page({ search: 'deployment.sync' })).toMatchObject({ total: MANY / 10 })
    expect(await page({ search: '배포를 동기화' })).toMatchObject({ total: MANY / 10 })
    expect(await page({ search: '%' })).toMatchObject({ total: 0 })
    expect(await page({ search: 'person_7' })).toMatchObject({ total: 0 })
  })

  it('filters by action, workspace and time', async () => {
    expect(await page({ action: 'deployment.sync' })).toMatchObject({ total: MANY / 10 })
    expect(await page({ workspace: 'acme' })).toMatchObject({ total: MANY / 2 })
    expect(await page({ workspace: 'no-such' })).toMatchObject({ total: 0 })
    const { total } = await page({ range: 'day' })
    expect(total).toBeGreaterThan(1430)
    expect(total).toBeLessThan(1450)
    const yesterday = new Date(Date.now() - 24 * 3600 * 1000).toISOString().slice(0, 10)
    expect(await page({ from: yesterday, to: yesterday })).toMatchObject({ total: 1440 })
    const inSeoul = await page({ from: yesterday, to: yesterday, zone: 'Asia/Seoul', direction: 'asc' })
    expect(inSeoul.total).toBe(1440)
    expect(inSeoul.items[0]?.at.slice(11, 14)).toBe('15:')
  })

  it.each([
    ['all lines', ''],
    ['one action', `WHERE "action" = 'deployment.sync'`],
    ['one action of a workspace', `WHERE "workspaceId" = gen_random_uuid() AND "action" = 'deployment.sync'`],
    ['the last day', `WHERE "at" > now() - interval '1 day'`],
  ])('reads a page by an index: %s', async (_, where) => {
    const plan = await planOf(where)
    expect(plan).toContain('Index Scan')
    expect(plan).not.toContain('Seq Scan')
  })

  it.each([
    ['a field that is not known', { orderBy: 'password' }],
    ['a page without end', { pageSize: 1e9 }],
    ['an action that is none', { action: "x' OR 1=1" }],
    ['a day that is none', { from: 'yesterday' }],
    ['a zone that is none', { from: '2026-11-25', zone: 'Mars/Olympus' }],
  ])('refuses %s', async (_, input) => {
    expect(await listAudit.answer(root(), input)).toMatchObject({ error: { code: 'VALIDATION' } })
  })

  it('offers the actions that happened', async () => {
    expect(await getAuditFacets.answer(root(), {})).toMatchObject({
      data: {
        actions: ['deployment.sync', 'service.edit'],
        workspaces: ['acme', 'rival'],
        retention: { auditDays: 180, keptRuns: 50, version: 0 },
      },
    })
  })

  it('is exported in batches, every line once, up to the cap', async () => {
    const filter = exportAuditSchema.parse({ format: 'csv', action: 'deployment.sync' })
    const seen: string[] = []
    for await (const rows of readAudit(PLATFORM, filter, 2_500)) seen.push(...rows.map(({ target }) => target.name))
    expect(seen).toHaveLength(2_500)
    expect(new Set(seen).size).toBe(2_500)
    expect(seen.slice(0, 2)).toEqual(['target-10', 'target-20'])
    const all: number[] = []
    for await (const rows of readAudit(PLATFORM, filter, MANY, 3_000)) all.push(rows.length)
    expect(all).toEqual([3_000, 3_000, 3_000, 1_000])
  })

  it('is for those who may see it', async () => {
    for (const person of ['acme-admin', 'rival-viewer'])
      expect(await listAudit.answer(requestOf(person), {})).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })
})

describe('the log of a workspace', () => {
  const ask = (person: string, input: object = {}) =>
    listWorkspaceAudit.answer(requestOf(person), { workspace: 'acme', ...input })

  it('is the platform’s, of this workspace alone', async () => {
    const result = await ask('acme-admin', { search: 'target-', pageSize: 100 })
    expect(result).toMatchObject({ data: { total: MANY / 2 } })
    if (!result.ok) throw new Error('refused')
    expect(new Set(result.data.items.map(({ workspace }) => workspace))).toEqual(new Set(['acme']))
    expect(await ask('acme-admin', { action: 'deployment.sync' })).toMatchObject({ data: { total: MANY / 10 } })
  })

  it('never holds lines of another tenant or of the platform, whatever is asked', async () => {
    const rival = { workspace: 'rival' }
    expect(await listWorkspaceAudit.answer(requestOf('rival-admin'), rival)).toMatchObject({ data: { total: 0 } })
    expect(await getWorkspaceAuditFacets.answer(requestOf('rival-admin'), rival)).toMatchObject({
      data: { actions: [], workspaces: [] },
    })
    const scope = { kind: 'workspace', workspaceId: world.rival.workspace.workspaceId, workspace: 'rival' } as const
    const filter = exportAuditSchema.parse({ format: 'csv', workspace: 'acme' })
    expect((await readAudit(scope, filter, MANY).next()).done).toBe(true)
  })

  it('offers its own actions', async () => {
    expect(await getWorkspaceAuditFacets.answer(requestOf('acme-admin'), { workspace: 'acme' })).toMatchObject({
      data: { actions: ['deployment.sync', 'service.edit'], workspaces: [], retention: { auditDays: 180 } },
    })
  })

  it('is for its administrators', async () => {
    for (const person of ['acme-viewer', 'acme-maker'])
      expect(await ask(person)).toMatchObject({ error: { code: 'FORBIDDEN' } })
    expect(await ask('rival-admin')).toMatchObject({ error: { code: 'NOT_FOUND' } })
  })
})

describe('retention', () => {
  it('is set by the platform administrator, over the version that was looked at', async () => {
    const set = (version: number, auditDays = 30) => perform(setRetention, root(), { auditDays, keptRuns: 10, version })
    expect(await set(0)).toMatchObject({ ok: true, data: { version: 1 } })
    expect(await set(0)).toMatchObject({ error: { code: 'CONFLICT', reason: 'version_changed' } })
    expect(await set(1, 0)).toMatchObject({ error: { fields: { auditDays: { code: 'number_min' } } } })
    expect(await readRetention()).toEqual({ auditDays: 30, keptRuns: 10 })
    expect(
      await perform(setRetention, requestOf('acme-admin'), { auditDays: 1, keptRuns: 10, version: 1 }),
    ).toMatchObject({ error: { code: 'FORBIDDEN' } })
  })

  it('forgets older lines batch by batch and keeps the others', async () => {
    const young = await db.auditEvent.count({ where: { at: { gt: new Date(Date.now() - 30 * DAY_MS) } } })
    await trimAll(new AbortController().signal, 20_000, 0)
    const left = await db.auditEvent.count()
    expect(left).toBeGreaterThan(young - 10)
    expect(left).toBeLessThanOrEqual(young)
  })

  it('keeps the newest runs of each deployment, dry runs apart, and the last success', async () => {
    const repositoryId = await addRepository(world.acme.devops, 'web', 'https://git.example.com/web.git')
    const { devopsProjectId } = world.acme.devops
    const { clusterId, namespace } = world.acme.project
    const { id: deploymentId } = await db.continuousDeployment.create({
      data: { devopsProjectId, name: 'web', repositoryId, clusterId, namespace, spec: {} },
      select: { id: true },
    })
    // The one success is the oldest, then failures, then dry runs, and one that has not ended.
    await db.syncRun.createMany({
      data: Array.from({ length: 60 }, (_, index) => ({
        ...{ deploymentId, number: index + 1, trigger: 'manual' as const },
        phase: index === 0 ? ('Succeeded' as const) : index === 1 ? ('Running' as const) : ('Failed' as const),
        options: index >= 30 ? { dryRun: true } : {},
      })),
    })
    await trimAll(new AbortController().signal, 7, 0)
    const left = await db.syncRun.findMany({ orderBy: { number: 'asc' }, select: { number: true } })
    expect(left.map(({ number }) => number)).toEqual([
      1,
      2,
      ...Array.from({ length: 10 }, (_, index) => 21 + index),
      ...Array.from({ length: 10 }, (_, index) => 51 + index),
    ])
  })
})
