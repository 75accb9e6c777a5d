import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { type TcpProxy, startTcpProxy } from '../testing/tcp-proxy.ts'
import { type TestEngine, type World, configMap, createWorld, runsOf, statusWhen } from '../testing/world.ts'

const FILES = Object.fromEntries(
  Array.from({ length: 150 }, (_, index) => [`c${index}.yaml`, configMap(`c${index}`, 'one')]),
)

const isBegun = (deploymentId: string) =>
  vi.waitFor(async () => expect(await db.syncRun.count({ where: { deploymentId, phase: 'Running' } })).toBe(1), {
    timeout: 60_000,
    interval: 5,
  })

const isEnding = (world: World, said: number) =>
  vi.waitFor(() => expect(world.output().slice(said)).toContain('the engine is ending'), {
    timeout: 20_000,
    interval: 10,
  })

describe('F23: an engine that is asked to end while a sync waits for a server that does not answer', () => {
  let world: World
  let proxy: TcpProxy
  let engine: TestEngine
  let id: string

  beforeAll(async () => {
    const { server, ...connection } = sharedConnection()
    proxy = await startTcpProxy(Number(new URL(server).port))
    world = await createWorld({ connection: { ...connection, server: `https://127.0.0.1:${proxy.port}` } })
  })
  beforeEach(async () => {
    const said = world.output().length
    engine = world.startEngine({ IEUM_LOG_LEVEL: 'info' })
    ;({ id } = await world.deploy({ files: FILES }))
    await isBegun(id)
    proxy.silence()
    engine.send('SIGTERM')
    await isEnding(world, said)
  })
  afterEach(async () => {
    proxy.restore()
    await world.endEngines('SIGTERM')
  })
  afterAll(async () => {
    await world.end()
    await proxy.close()
  })

  const leaseOf = () => db.reconcileLease.findUniqueOrThrow({ where: { deploymentId: id } })

  /** Another one brings the sync to its end. */
  const isFinished = async () => {
    proxy.restore()
    world.startEngine()
    await statusWhen(id, ({ sync }) => sync === 'Synced', 90_000)
    const [newest, ...earlier] = await runsOf(id)
    expect(newest).toMatchObject({ phase: 'Succeeded' })
    expect(earlier.filter(({ phase }) => phase !== 'Failed')).toEqual([])
  }

  it('does not wait for the server, and gives the deployment back', async () => {
    await engine.gone
    expect(await leaseOf()).toMatchObject({ owner: '' })
    await isFinished()
  }, 240_000)

  it('ends without giving anything back when it is asked a second time, and its lease runs out', async () => {
    engine.send('SIGTERM')
    await engine.gone
    expect((await leaseOf()).owner).not.toBe('')
    expect(await runsOf(id)).toMatchObject([{ number: 1, phase: 'Running' }])
    await isFinished()
  }, 240_000)
})
