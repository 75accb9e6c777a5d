import { env } from 'node:process'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { db } from '#lib/db/client.ts'
import { type Fleet, createFleet } from '../testing/fleet.ts'
import { type TcpProxy, cutOften, startTcpProxy } from '../testing/tcp-proxy.ts'
import { type World, createWorld } from '../testing/world.ts'

describe('an engine whose way to the database fails', () => {
  let world: World
  let fleet: Fleet
  let proxy: TcpProxy

  beforeAll(async () => {
    world = await createWorld()
    const url = new URL(env['DATABASE_URL'] ?? '')
    proxy = await startTcpProxy(Number(url.port))
    url.port = String(proxy.port)
    fleet = await createFleet(world)
    world.startEngine({ DATABASE_URL: url.href })
    await fleet.settle()
  })
  afterAll(async () => {
    proxy.restore()
    fleet.end()
    await world.end()
    await proxy.close()
  })

  const untilRunning = () =>
    vi.waitFor(async () => expect(await db.syncRun.count({ where: { phase: 'Running' } })).toBeGreaterThan(0), {
      timeout: 60_000,
      interval: 5,
    })

  /** From here on nothing that was begun may go on. */
  const untilLeasesAreOver = () =>
    vi.waitFor(
      async () => {
        const [row] = await db.$queryRaw<{ held: number }[]>`
          SELECT count(*)::int AS held FROM "ReconcileLease" WHERE "expiresAt" > now()`
        expect(row?.held).toBe(0)
      },
      { timeout: 30_000, interval: 200 },
    )

  /** The engine cannot write any more: what its promises are worth at that moment, and that it keeps all of them in the end. */
  const recovers = async () => {
    proxy.cutAfter(() => false)
    proxy.restore()
    await fleet.settle(120_000)
    expect(await fleet.broken()).toEqual([])
  }

  it('F9: is away in the middle of everything, and back a while later', async () => {
    await fleet.stir()
    await untilRunning()
    await cutOften(proxy, 10)
    await fleet.stir()
    await untilRunning()
    proxy.refuse()
    await untilLeasesAreOver()
    expect(await fleet.broken()).toEqual([])
    await recovers()
  }, 240_000)

  it('F9: falls silent in the middle of everything', async () => {
    await fleet.stir()
    await untilRunning()
    proxy.silence()
    await untilLeasesAreOver()
    expect(await fleet.broken()).toEqual([])
    await recovers()
  }, 240_000)

  it.each([1, 2, 3, 4, 5, 6])(
    'F10: goes away when it was told to commit, before it could answer: %i',
    async (nth) => {
      let commits = 0
      proxy.cutAfter((sent) => sent.includes('COMMIT') && ++commits >= nth && commits % 3 === nth % 3)
      await fleet.stir()
      await vi.waitFor(() => expect(commits).toBeGreaterThan(nth + 3), { timeout: 60_000 })
      await recovers()
    },
    240_000,
  )

  it('F23: ends in order while it is away', async () => {
    await fleet.stir()
    proxy.refuse()
    const engine = world.startEngine()
    await world.endEngines('SIGTERM')
    expect(engine.isAlive()).toBe(false)
    proxy.restore()
    world.startEngine()
    await fleet.settle(120_000)
    expect(await fleet.broken()).toEqual([])
  }, 240_000)
})
