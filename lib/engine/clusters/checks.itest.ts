import { createServer, type AddressInfo } from 'node:net'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { sealConnection } from '#lib/features/clusters/connection.ts'
import { createKubeApi } from '#lib/kube/api.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { createWorld, deployToSandbox, type World } from '#lib/testing/world.ts'
import { CHECK_SECONDS, claimDueClusters, keepCheck } from '../store/cluster-checks.ts'
import { startClusterChecks } from './checks.ts'
import { createClusterRegistry } from './registry.ts'

let world: World
let id: string
let deploymentId: string
const shared = sharedConnection()

const closedPort = () =>
  new Promise<number>((resolve) => {
    const server = createServer().listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

beforeAll(async () => {
  world = await createWorld()
  const joined = await deployToSandbox(world)
  deploymentId = joined.deploymentId
  await joined.kube.close()
  id = world.acme.project.clusterId
})
afterAll(() => world.destroy())

const change = (data: Parameters<typeof db.cluster.update>[0]['data']) => db.cluster.update({ where: { id }, data })
const row = () => db.cluster.findUniqueOrThrow({ where: { id } })
const moveTo = (server: string) => change({ server, connection: sealConnection(id, { ...shared, server }) })
const due = { nextCheckAt: new Date(0) }
const becomes = (state: string) =>
  vi.waitFor(async () => expect((await row()).state).toBe(state), { timeout: 20_000, interval: 200 })

describe('which cluster is looked at', () => {
  beforeEach(() => change(due))

  it('is one that is due, by one process', async () => {
    const claims = await Promise.all([1, 2, 3].map(() => claimDueClusters([], 8)))
    expect(claims.flat().map((cluster) => cluster.id)).toEqual([id])
    const { nextCheckAt } = await row()
    const pause = (nextCheckAt.getTime() - Date.now()) / 1000
    expect(pause).toBeGreaterThan(CHECK_SECONDS * 0.7)
    expect(pause).toBeLessThan(CHECK_SECONDS * 1.3)
    expect(await claimDueClusters([], 8)).toEqual([])
  })

  it('is one that a pass doubts, but not again at once', async () => {
    await claimDueClusters([], 8)
    expect(await claimDueClusters([id], 8)).toEqual([])
    await change({ nextCheckAt: new Date(Date.now() + 5_000) })
    expect((await claimDueClusters([id], 8)).map((cluster) => cluster.id)).toEqual([id])
    expect(await claimDueClusters([id], 8)).toEqual([])
  })

  it('is none that is being prepared', async () => {
    await change({ state: 'preparing' })
    expect(await claimDueClusters([id], 8)).toEqual([])
    await change({ state: 'ready' })
  })
})

describe('a look', () => {
  it('is kept whatever the cluster says', async () => {
    const found = await row()
    const cut = `${'x'.repeat(999)}\u{1f600}`
    await keepCheck(found, { reason: 'cluster_unreachable', detail: `a\0b${cut}` })
    expect(await row()).toMatchObject({
      state: 'unreachable',
      stateMessage: expect.stringMatching(/^a␀bx+$/) as string,
    })
    await keepCheck(found, { kubeVersion: 'v1\0' })
    expect(await row()).toMatchObject({ state: 'ready', kubeVersion: 'v1␀' })
  })

  it('tells that a cluster has gone, why, and when it is back; what waited for it is looked at soon', async () => {
    const registry = createClusterRegistry(createKubeApi, () => undefined)
    const errors: unknown[] = []
    const checks = startClusterChecks(registry, (error) => errors.push(error))
    await moveTo(`https://127.0.0.1:${await closedPort()}`)
    const before = await change(due)
    await becomes('unreachable')
    const gone = await row()
    expect(gone.stateReason).toBe('cluster_refused')
    expect(gone.stateChangedAt.getTime()).toBeGreaterThan(before.stateChangedAt.getTime())
    expect(gone.checkedAt?.getTime()).toBeGreaterThan(before.updatedAt.getTime() - 1_000)
    const later = new Date(Date.now() + 3_600_000)
    await db.reconcileLease.update({ where: { deploymentId }, data: { failures: 3, nextAt: later } })
    await moveTo(shared.server)
    await change(due)
    await becomes('ready')
    expect(await row()).toMatchObject({ stateReason: '', stateMessage: '' })
    expect((await row()).kubeVersion).toMatch(/^v1\./)
    await vi.waitFor(async () => {
      const { nextAt } = await db.reconcileLease.findUniqueOrThrow({ where: { deploymentId } })
      expect(nextAt.getTime()).toBeLessThan(Date.now() + 15_000)
    })
    await checks.stop()
    await registry.close()
    expect(errors).toEqual([])
  })

  it('says that the credential is not accepted any more, though the version is told to anybody', async () => {
    const registry = createClusterRegistry(createKubeApi, () => undefined)
    const auth = { kind: 'token', token: 'not-a-token' } as const
    await change({ ...due, connection: sealConnection(id, { ...shared, auth }) })
    const checks = startClusterChecks(registry, () => undefined)
    await becomes('unreachable')
    expect((await row()).stateReason).toBe('cluster_auth_failed')
    await checks.stop()
    await registry.close()
  })
})
