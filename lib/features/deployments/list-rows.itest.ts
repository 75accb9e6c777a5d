import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { db } from '#lib/db/client.ts'
import { sql } from '#lib/db/sql.ts'
import { addRepository, createWorld, type World } from '#lib/testing/world.ts'
import { findDeploymentPage } from './list-rows.ts'
import { listDeploymentsSchema, type ListDeploymentsInput } from './schema.ts'
import type { HealthStatus, SyncStatus } from './types.ts'

let world: World
const names = { workspace: 'acme', devopsProject: 'devops' }

type Row = {
  name: string
  alias?: string
  health?: HealthStatus
  sync?: SyncStatus
  minute?: number
  repository?: string
}
const ROWS: Row[] = [
  { name: 'api', alias: '주문 API', health: 'Healthy', sync: 'Synced', minute: 1 },
  { name: 'batch', health: 'Degraded', sync: 'OutOfSync', minute: 4 },
  { name: 'cache', health: 'Healthy', sync: 'Synced', minute: 3 },
  { name: 'docs', health: 'Missing', sync: 'OutOfSync', minute: 2, repository: 'handbook' },
  { name: 'edge', alias: '100%' },
]

beforeAll(async () => {
  world = await createWorld()
  const { devops, project } = world.acme
  const web = await addRepository(devops, 'web', 'https://git.example.com/web.git')
  const handbook = await addRepository(devops, 'handbook', 'https://git.example.com/h.git')
  for (const { name, alias = '', health, sync, minute = 0, repository } of ROWS)
    await db.continuousDeployment.create({
      data: {
        ...{ name, alias, namespace: name === 'cache' ? 'zone' : project.namespace, clusterId: project.clusterId },
        devopsProjectId: devops.devopsProjectId,
        repositoryId: repository ? handbook : web,
        spec: { source: {}, syncPolicy: { automated: name === 'api' ? { prune: true } : null } },
        createdAt: new Date('2026-01-01T00:00:00Z'),
        ...(health && {
          status: {
            create: {
              ...{ health, sync: sync ?? 'Unknown', objectCount: 3, outOfSyncCount: sync === 'OutOfSync' ? 1 : 0 },
              ...(health === 'Degraded' && { healthReason: 'rollout_stuck', healthParams: { kind: 'Deployment' } }),
              changedAt: new Date(`2026-01-01T00:0${minute}:00Z`),
            },
          },
        }),
      },
    })
  const foreign = await addRepository(world.rival.devops, 'web', 'https://git.example.com/web.git')
  await db.continuousDeployment.create({
    data: {
      ...{ name: 'api', namespace: 'rival-shop', clusterId: project.clusterId, repositoryId: foreign, spec: {} },
      devopsProjectId: world.rival.devops.devopsProjectId,
    },
  })
})
afterAll(() => world.destroy())

const page = (input: Partial<ListDeploymentsInput> = {}) =>
  findDeploymentPage(world.acme.devops, listDeploymentsSchema.parse({ ...names, ...input }))
const namesOf = async (input: Partial<ListDeploymentsInput>) => (await page(input)).items.map(({ name }) => name)

test('the newest change stands first, and nothing of another DevOps project is in the list', async () => {
  expect(await namesOf({})).toEqual(['batch', 'cache', 'docs', 'api', 'edge'])
})

test('a deployment that the engine has not looked at yet is Progressing and Unknown', async () => {
  const { items } = await page({ search: 'edge' })
  expect(items[0]).toMatchObject({ health: 'Progressing', healthWhy: null, sync: 'Unknown', objectCount: 0 })
})

test('a row says why, and whether it is automatic', async () => {
  const { items } = await page()
  const [api, batch] = ['api', 'batch'].map((name) => items.find((row) => row.name === name))
  expect(batch?.healthWhy).toEqual({ reason: 'rollout_stuck', params: { kind: 'Deployment' }, detail: '' })
  expect([api?.automated, batch?.automated]).toEqual([true, false])
  expect(api).toMatchObject({ repository: 'web', cluster: 'east', clusterState: 'preparing' })
})

describe('search', () => {
  test.each([
    ['name', 'CACH', ['cache']],
    ['Korean alias', '주문', ['api']],
    ['repository', 'handb', ['docs']],
    ['a percent sign as itself', '100%', ['edge']],
    ['an underscore as itself', '_', []],
    ['a backslash as itself', '\\', []],
    ['a quote', "'; DROP TABLE", []],
  ])('finds by %s', async (_, search, expected) => expect(await namesOf({ search })).toEqual(expected))
})

describe('filters', () => {
  test('narrow the page and its total, and leave the counts of the whole project', async () => {
    const result = await page({ health: 'Healthy', sync: 'Synced', pageSize: 1 })
    expect(result).toMatchObject({ total: 2, page: 1, pageSize: 1 })
    expect(result.items).toHaveLength(1)
    expect(result.counts).toEqual({
      total: 5,
      health: { Healthy: 2, Progressing: 1, Degraded: 1, Suspended: 0, Missing: 1, Unknown: 0 },
      sync: { Synced: 2, OutOfSync: 2, Unknown: 1 },
    })
  })

  test('find the state of what the engine has not looked at', async () => {
    expect(await namesOf({ health: 'Progressing' })).toEqual(['edge'])
  })
})

describe('sorting', () => {
  test.each([
    ['name', 'asc', ['api', 'batch', 'cache', 'docs', 'edge']],
    ['name', 'desc', ['edge', 'docs', 'cache', 'batch', 'api']],
    ['health', 'desc', ['batch', 'docs', 'edge', 'api', 'cache']],
    ['health', 'asc', ['api', 'cache', 'edge', 'docs', 'batch']],
    ['sync', 'desc', ['batch', 'docs', 'edge', 'api', 'cache']],
    ['location', 'asc', ['api', 'batch', 'docs', 'edge', 'cache']],
    ['changedAt', 'asc', ['edge', 'api', 'docs', 'cache', 'batch']],
  ] as const)('by %s, %s', async (sort, direction, expected) => {
    expect(await namesOf({ sort, direction })).toEqual(expected)
  })
})

test('pages do not overlap, and one beyond the end is empty with the right total', async () => {
  const pages = await Promise.all([1, 2, 3, 4].map((number) => page({ page: number, pageSize: 2, sort: 'name' })))
  expect(pages.flatMap(({ items }) => items.map(({ name }) => name)).toSorted()).toEqual([
    'api',
    'batch',
    'cache',
    'docs',
    'edge',
  ])
  expect(pages[3]).toMatchObject({ items: [], total: 5 })
})

describe('a deployment is stalled', () => {
  type Status = { health: HealthStatus; minutes: number; checked?: boolean }
  const stalledSince = async ({ health, minutes, checked = true }: Status) => {
    const { count } = await db.deploymentStatus.updateMany({
      where: { deployment: { name: 'cache' } },
      data: { health, lastCheckedAt: checked ? new Date() : null },
    })
    expect(count).toBe(1)
    await db.$executeRaw(sql`
      UPDATE "DeploymentStatus" SET "healthSince" = now() - make_interval(mins => ${minutes}::int)
      WHERE "deploymentId" = (SELECT "id" FROM "ContinuousDeployment" WHERE "name" = 'cache')`)
    return (await page({ search: 'cache' })).items[0]?.stalledSince
  }

  test('once it has been Progressing for more than ten minutes', async () => {
    expect(await stalledSince({ health: 'Progressing', minutes: 11 })).toEqual(expect.any(String))
    expect(await stalledSince({ health: 'Progressing', minutes: 9 })).toBeNull()
  })
  test('only while it is Progressing, and has been looked at', async () => {
    expect(await stalledSince({ health: 'Degraded', minutes: 11 })).toBeNull()
    expect(await stalledSince({ health: 'Healthy', minutes: 11 })).toBeNull()
    expect(await stalledSince({ health: 'Progressing', minutes: 11, checked: false })).toBeNull()
  })
})
