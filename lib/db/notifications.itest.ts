import pg from 'pg'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createTestDatabase, type TestDatabase } from '#scripts/database/test-database.ts'
import { createDb, withTransaction } from './client.ts'
import type { PrismaClient } from './generated/client.ts'
import { listen } from './listen.ts'

let database: TestDatabase
let db: PrismaClient
let scope: { devopsProjectId: string; repositoryId: string; clusterId: string }

beforeAll(async () => {
  database = await createTestDatabase()
  db = createDb(database.url, 4)
  const workspace = await db.workspace.create({ data: { name: 'w' } })
  const project = await db.devopsProject.create({ data: { workspaceId: workspace.id, name: 'd' } })
  const repository = await db.codeRepository.create({
    data: { devopsProjectId: project.id, name: 'r', url: 'https://example.com/r.git' },
  })
  const cluster = await db.cluster.create({ data: { name: 'c' } })
  scope = { devopsProjectId: project.id, repositoryId: repository.id, clusterId: cluster.id }
})
afterAll(async () => {
  await db.$disconnect()
  await database.drop()
})

/** Listens on both channels; `until` tells when everything sent before it has arrived. */
async function listener() {
  const stop = new AbortController()
  const received: { channel: string; payload: string }[] = []
  const waiting: (() => void)[] = []
  const connected = ['ieum_changes', 'ieum_wake'].map((channel) => {
    const { promise, resolve } = Promise.withResolvers<void>()
    const onPayload = (payload: string) => {
      received.push({ channel, payload })
      for (const wake of waiting.splice(0)) wake()
    }
    listen(channel, onPayload, () => undefined, stop.signal, { url: database.url, onListening: resolve })
    return promise
  })
  await Promise.all(connected)
  const until = async (found: () => boolean) => {
    while (!found()) await new Promise<void>((resolve) => waiting.push(resolve))
  }
  return {
    /** What arrived on the channels since the last call, in the order it was sent. */
    async take() {
      for (const channel of ['ieum_changes', 'ieum_wake']) {
        const mark = `mark-${crypto.randomUUID()}`
        await db.$executeRaw`SELECT pg_notify(${channel}, ${mark})`
        await until(() => received.some(({ payload }) => payload === mark))
      }
      const taken = received.splice(0).filter(({ payload }) => !payload.startsWith('mark-'))
      return {
        changes: taken
          .filter(({ channel }) => channel === 'ieum_changes')
          .map(({ payload }) => JSON.parse(payload) as unknown),
        wakes: taken.filter(({ channel }) => channel === 'ieum_wake').map(({ payload }) => payload),
      }
    },
    stop: () => stop.abort(),
  }
}

let ear: Awaited<ReturnType<typeof listener>>
beforeEach(async () => {
  ear = await listener()
})
afterEach(() => ear.stop())

let counter = 0
async function deployment() {
  const row = await db.continuousDeployment.create({
    data: { ...scope, name: `app-${++counter}`, namespace: 'ns', spec: {} },
  })
  return { id: row.id, change: { t: 'deployment', d: scope.devopsProjectId, id: row.id } }
}

describe('a change of a deployment', () => {
  test('is told when it is made, changed and deleted', async () => {
    const { id, change } = await deployment()
    expect((await ear.take()).changes).toEqual([change])
    await db.continuousDeployment.update({ where: { id }, data: { alias: '별칭' } })
    expect((await ear.take()).changes).toEqual([change])
    await db.continuousDeployment.delete({ where: { id } })
    expect((await ear.take()).changes).toEqual([change])
  })

  test('is told once per transaction, however many rows it touches, and not before it is committed', async () => {
    const { id, change } = await deployment()
    await ear.take()
    await withTransaction(async (tx) => {
      await tx.deploymentStatus.create({ data: { deploymentId: id } })
      const run = await tx.syncRun.create({ data: { deploymentId: id, number: 1, trigger: 'manual' } })
      await tx.syncRunResult.createMany({
        data: [1, 2, 3].map((n) => ({
          ...{ runId: run.id, key: `/ConfigMap/ns/c${n}`, ordinal: n, group: '', version: 'v1', kind: 'ConfigMap' },
          ...{ namespace: 'ns', name: `c${n}`, action: 'create' as const },
        })),
      })
      expect((await ear.take()).changes).toEqual([])
    }, db)
    expect((await ear.take()).changes).toEqual([change])
    await db.syncRunResult.updateMany({ data: { state: 'done' } })
    expect((await ear.take()).changes).toEqual([change])
  })

  test('is not told when a refresh only looked', async () => {
    const { id, change } = await deployment()
    await db.deploymentStatus.create({ data: { deploymentId: id } })
    await ear.take()
    await db.deploymentStatus.update({ where: { deploymentId: id }, data: { lastCheckedAt: new Date() } })
    expect((await ear.take()).changes).toEqual([])
    await db.deploymentStatus.update({ where: { deploymentId: id }, data: { sync: 'Synced' } })
    expect((await ear.take()).changes).toEqual([change])
  })

  test('is told although nothing of it is left but its children', async () => {
    const { id, change } = await deployment()
    await db.deploymentStatus.create({ data: { deploymentId: id } })
    await db.syncRun.create({ data: { deploymentId: id, number: 1, trigger: 'manual' } })
    await ear.take()
    await db.continuousDeployment.delete({ where: { id } })
    expect((await ear.take()).changes).toEqual([change])
  })
})

describe('a change beside the deployments', () => {
  test('is told for repositories with their DevOps project', async () => {
    await db.codeRepository.update({ where: { id: scope.repositoryId }, data: { checkState: 'connected' } })
    expect((await ear.take()).changes).toEqual([{ t: 'repository', d: scope.devopsProjectId, id: scope.repositoryId }])
  })

  test('is told for clusters without one, and not for a probe that found nothing new', async () => {
    await db.cluster.update({ where: { id: scope.clusterId }, data: { state: 'ready' } })
    expect((await ear.take()).changes).toEqual([{ t: 'cluster', d: null, id: scope.clusterId }])
    await db.cluster.update({ where: { id: scope.clusterId }, data: { checkedAt: new Date() } })
    expect((await ear.take()).changes).toEqual([])
  })
})

describe('a lease', () => {
  const hour = 3_600_000

  test('wakes the engine when it is made, when it is asked for, and when it is due earlier', async () => {
    const { id } = await deployment()
    const where = { deploymentId: id }
    await db.reconcileLease.create({ data: where })
    expect((await ear.take()).wakes).toEqual([id])
    await db.reconcileLease.update({ where, data: { wakeSeq: { increment: 1 } } })
    expect((await ear.take()).wakes).toEqual([id])
    await db.reconcileLease.update({ where, data: { nextAt: new Date(Date.now() - hour) } })
    expect((await ear.take()).wakes).toEqual([id])
  })

  test('is silent when it is claimed, done and put off', async () => {
    const { id } = await deployment()
    const where = { deploymentId: id }
    await db.reconcileLease.create({ data: where })
    await ear.take()
    await db.reconcileLease.update({ where, data: { owner: 'e1', token: { increment: 1 } } })
    await db.reconcileLease.update({ where, data: { owner: '', seenSeq: 1, nextAt: new Date(Date.now() + hour) } })
    expect((await ear.take()).wakes).toEqual([])
  })
})

describe('a listener', () => {
  test('comes back when its connection was cut, and says that something may have been missed', async () => {
    const stop = new AbortController()
    const heard: string[] = []
    const [listening, back, payload] = [1, 2, 3].map(() => Promise.withResolvers<void>())
    const onPayload = (text: string) => {
      heard.push(text)
      payload?.resolve()
    }
    listen('own_channel', onPayload, () => back?.resolve(), stop.signal, {
      url: database.url,
      onListening: () => listening?.resolve(),
    })
    await listening?.promise
    const admin = new pg.Client({ connectionString: database.url })
    await admin.connect()
    await admin.query(
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'ieum listen own_channel'`,
    )
    await back?.promise
    await admin.query(`SELECT pg_notify('own_channel', 'after')`)
    await payload?.promise
    await admin.end()
    stop.abort()
    expect(heard).toEqual(['after'])
  })
})
