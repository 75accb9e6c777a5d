import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { type World, configMap, createWorld, idOf, runsOf, statusWhen } from './testing/world.ts'

describe('an engine that is killed while it applies', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld()
  })
  afterAll(() => world.end())

  it('is followed by one that finishes the same run, and leaves nothing that nobody remembers', async () => {
    const names = Array.from({ length: 300 }, (_, index) => `c${index}`)
    const files = Object.fromEntries(names.map((name) => [`${name}.yaml`, configMap(name, 'one')]))
    const { id, namespace } = await world.deploy({ files })
    world.startEngine()
    await vi.waitFor(
      async () => expect(await db.syncRunResult.count({ where: { state: 'done' } })).toBeGreaterThan(0),
      { timeout: 30_000, interval: 5 },
    )
    await world.endEngine('SIGKILL')
    expect(await db.syncRun.findFirst({ where: { deploymentId: id } })).toMatchObject({ phase: 'Running' })
    const remembered = new Set(
      (await db.inventoryItem.findMany({ where: { deploymentId: id } })).map(({ name }) => name),
    )
    expect(names.filter((name) => !remembered.has(name))).toEqual([])

    world.startEngine()
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    const runs = await runsOf(id)
    expect(runs).toMatchObject([{ number: 1, phase: 'Succeeded' }])
    expect(new Set(runs[0]?.results.map(({ state }) => state))).toEqual(new Set(['done']))
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'c299'))).not.toBeNull()
  }, 120_000)
})
