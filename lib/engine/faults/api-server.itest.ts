import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db, withTransaction } from '#lib/db/client.ts'
import { sharedConnection } from '#lib/kube/testing/sandbox.ts'
import { requestReconcile } from '../door.ts'
import { type TcpProxy, cutOften, startTcpProxy } from '../testing/tcp-proxy.ts'
import { type World, configMap, createWorld, idOf, runsOf, statusWhen } from '../testing/world.ts'

const settings = (count: number, value: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, index) => [`c${index}.yaml`, configMap(`c${index}`, value)]))

const isBegun = (deploymentId: string) =>
  vi.waitFor(
    async () =>
      expect(await db.syncRunResult.count({ where: { run: { deploymentId }, state: 'done' } })).toBeGreaterThan(0),
    {
      timeout: 60_000,
      interval: 5,
    },
  )

describe('F11, F12: an engine whose way to the API server fails', () => {
  let world: World
  let proxy: TcpProxy

  beforeAll(async () => {
    const { server, ...connection } = sharedConnection()
    proxy = await startTcpProxy(Number(new URL(server).port))
    world = await createWorld({ connection: { ...connection, server: `https://127.0.0.1:${proxy.port}` } })
    world.startEngine()
  })
  afterAll(async () => {
    proxy.restore()
    await world.end()
    await proxy.close()
  })

  const versions = async (namespace: string, count: number) =>
    Promise.all(
      Array.from({ length: count }, async (_, index) => {
        const live = await world.kube.get(idOf('v1', 'ConfigMap', namespace, `c${index}`))
        return live?.metadata.resourceVersion
      }),
    )

  it('sees what changed while its watches were cut', async () => {
    const { id, namespace } = await world.deploy({ files: settings(3, 'one') })
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    proxy.refuse()
    await world.kube.mergePatch(idOf('v1', 'ConfigMap', namespace, 'c1'), { data: { value: 'hand' } })
    await world.kube.delete(idOf('v1', 'ConfigMap', namespace, 'c2'), { propagation: 'background' })
    proxy.restore()
    await statusWhen(id, ({ sync, healAttempts }) => sync === 'Synced' && healAttempts > 0, 90_000)
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'c1'))).toMatchObject({ data: { value: 'one' } })
    expect(await world.kube.get(idOf('v1', 'ConfigMap', namespace, 'c2'))).not.toBeNull()
  }, 240_000)

  it('finishes a sync whose connections are reset over and over, with nothing done twice', async () => {
    const { id, namespace } = await world.deploy({ files: settings(60, 'one') })
    await isBegun(id)
    await cutOften(proxy, 15)
    await statusWhen(id, ({ sync }) => sync === 'Synced', 90_000)
    const runs = await runsOf(id)
    expect(runs[0]).toMatchObject({ phase: 'Succeeded' })
    expect(runs.map(({ number }) => number)).toEqual(runs.map((_, index) => runs.length - index))
    expect(await versions(namespace, 60)).not.toContain(undefined)
  }, 240_000)

  it('does not stay Synced while the server keeps silent on every connection, and goes on when it speaks again', async () => {
    const { id, namespace, push } = await world.deploy({ files: settings(4, 'one') })
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    const before = await versions(namespace, 4)
    proxy.silence()
    // Nobody asks for anything: only looking can tell.
    const silent = await statusWhen(id, ({ sync }) => sync === 'Unknown', 75_000)
    expect(silent.health).toBe('Unknown')
    // Calls on a connection that is there are not answered, and no other one can be made.
    expect(['api_timeout', 'cluster_unreachable']).toContain(silent.syncReason)
    const head = await push(settings(3, 'one'))
    expect(await versions(namespace, 4)).toEqual(before)
    proxy.restore()
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === head, 120_000)
    expect(await versions(namespace, 4)).toEqual([...before.slice(0, 3), undefined])
  }, 300_000)

  it('says that it does not know, deletes and writes nothing, and goes on when the server is back', async () => {
    const { id, namespace, push } = await world.deploy({ files: settings(4, 'one') })
    await statusWhen(id, ({ sync }) => sync === 'Synced', 60_000)
    const before = await versions(namespace, 4)
    proxy.refuse()
    const head = await push(settings(3, 'one'))
    await withTransaction((tx) => requestReconcile(tx, id, 'refresh'))
    const away = await statusWhen(id, ({ sync }) => sync === 'Unknown', 90_000)
    expect(away).toMatchObject({ health: 'Unknown' })
    expect(away.syncReason).toBe('cluster_unreachable')
    expect(await versions(namespace, 4)).toEqual(before)
    proxy.restore()
    proxy.cut()
    await statusWhen(id, ({ sync, syncedCommit }) => sync === 'Synced' && syncedCommit === head, 120_000)
    expect(await versions(namespace, 4)).toEqual([...before.slice(0, 3), undefined])
  }, 300_000)
})
