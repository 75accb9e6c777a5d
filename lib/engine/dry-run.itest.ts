import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { requestTermination } from './door.ts'
import { type World, askSync, configMap, createWorld, runsOf, statusWhen, tester } from './testing/world.ts'

describe('a dry run', () => {
  let world: World

  beforeAll(async () => {
    world = await createWorld({ environment: { IEUM_POLL_SECONDS: '600' } })
    world.startEngine()
  })
  afterAll(() => world.end())

  it('does not hold up what automatic synchronisation has to do', async () => {
    const { id, push } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') } })
    await statusWhen(id, ({ sync }) => sync === 'Synced')
    const commit = await push({ 'a.yaml': configMap('a', 'two') })
    await askSync(id, { dryRun: true })
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === commit)
    const runs = await runsOf(id)
    expect(runs.map(({ trigger, phase, commit: of }) => [trigger, phase, of === commit])).toEqual([
      ['automatic', 'Succeeded', true],
      ['manual', 'Succeeded', true],
      ['automatic', 'Succeeded', false],
    ])
  })

  it('is nothing that a person could end', async () => {
    const { id } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') }, spec: { syncPolicy: {} } })
    await world.endEngines('SIGTERM')
    await askSync(id, { dryRun: true })
    await expect(
      withTransaction((tx) => requestTermination(tx, { deploymentId: id, actor: tester })),
    ).rejects.toMatchObject({
      reason: 'no_sync_running',
    })
  })

  it('is forgotten when there were many since', async () => {
    const { id } = await world.deploy({ files: { 'a.yaml': configMap('a', 'one') }, spec: { syncPolicy: {} } })
    const ended = { phase: 'Succeeded' as const, options: { dryRun: true } }
    await db.syncRun.createMany({
      data: Array.from({ length: 20 }, (_, index) => ({
        ...{ deploymentId: id, number: index + 2, trigger: 'manual' as const },
        ...(index === 3 ? { phase: 'Succeeded' as const } : ended),
      })),
    })
    expect(await askSync(id, { dryRun: true })).toEqual({ number: 22 })
    const left = (await runsOf(id)).map(({ number }) => number)
    expect(left).toEqual([22, 21, 20, 19, 18, 17, 16, 15, 14, 13, 12, 5])
  })
})
