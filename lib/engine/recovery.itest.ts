import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { type World, configMap, createWorld, idOf, runsOf, statusWhen } from './testing/world.ts'

const settings = (count: number) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}.yaml`, configMap(`c${index}`, 'one')]))

describe('an engine that ends while it applies', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
    return () => world.end()
  })
  afterEach(() => world.endEngines('SIGKILL'))

  it('by a crash is followed by one that finishes the same run, and leaves nothing that nobody remembers', async () => {
    const { id, namespace } = await world.deploy({ files: settings(200) })
    world.startEngine()
    await vi.waitFor(
      async () => expect(await db.syncRunResult.count({ where: { state: 'done' } })).toBeGreaterThan(0),
      { timeout: 30_000, interval: 5 },
    )
    await world.endEngines('SIGKILL')
    expect(await db.syncRun.findFirst({ where: { deploymentId: id } })).toMatchObject({ phase: 'Running' })
    expect(await db.inventoryItem.count({ where: { deploymentId: id } })).toBe(200)

    world.startEngine()
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    const runs = await runsOf(id)
    expect(runs).toMatchObject([{ number: 1, phase: 'Succeeded' }])
    expect(new Set(runs[0]?.results.map(({ state }) => state))).toEqual(new Set(['done']))
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'c199'))).not.toBeNull()
  }, 120_000)

  it('hands over what it has begun when it is asked to end, without anybody waiting for its lease', async () => {
    const { id } = await world.deploy({ files: settings(200) })
    const crashed = await db.engineProcess.count()
    world.startEngine()
    await vi.waitFor(
      async () =>
        expect(await db.syncRunResult.count({ where: { run: { deploymentId: id }, state: 'done' } })).toBeGreaterThan(
          0,
        ),
      { timeout: 30_000, interval: 5 },
    )
    await world.endEngines('SIGTERM')
    expect(await db.reconcileLease.findUnique({ where: { deploymentId: id } })).toMatchObject({
      owner: '',
      expiresAt: null,
    })
    expect(await db.engineProcess.count()).toBe(crashed)

    world.startEngine()
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    expect(await runsOf(id)).toMatchObject([{ number: 1, phase: 'Succeeded' }])
  }, 120_000)

  it('is replaced by the one beside it: every deployment is synced once, whoever dies', async () => {
    const first = world.startEngine()
    world.startEngine()
    await vi.waitFor(async () => expect(await db.engineProcess.count()).toBeGreaterThanOrEqual(2), { timeout: 30_000 })
    const deployments = []
    for (let index = 0; index < 8; index++) deployments.push(await world.deploy({ files: settings(5) }))
    await vi.waitFor(
      async () => expect(await db.reconcileLease.count({ where: { owner: { not: '' } } })).toBeGreaterThan(0),
      { timeout: 30_000, interval: 5 },
    )
    await first.end('SIGKILL')
    for (const { id } of deployments) {
      await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
      expect(await runsOf(id)).toMatchObject([{ number: 1, phase: 'Succeeded' }])
    }
  }, 120_000)
})
