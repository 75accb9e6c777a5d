import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { db } from '#lib/db/client.ts'
import { type Fleet, createFleet } from '../testing/fleet.ts'
import { type TestEngine, type World, createWorld } from '../testing/world.ts'

const SHIFTED = path.resolve(import.meta.dirname, '../testing/shifted-clock.ts')
const withClock = (seconds: number) => ({
  NODE_OPTIONS: `--import=${SHIFTED}`,
  IEUM_TEST_CLOCK_SHIFT: String(seconds),
})

describe('F18: engines beside each other whose clocks are wrong', () => {
  let world: World
  let fleet: Fleet
  let jumping: TestEngine

  beforeAll(async () => {
    world = await createWorld()
    fleet = await createFleet(world)
    jumping = world.startEngine(withClock(3600))
    world.startEngine(withClock(-300))
    await fleet.settle()
  })
  afterAll(async () => {
    fleet.end()
    await world.end()
  })

  it('do everything once, in time and to its end, while one jumps by two hours, forwards and backwards', async () => {
    for (let round = 0; round < 6; round++) {
      await fleet.stir()
      jumping.send('SIGUSR2')
      await fleet.settle()
      expect(await fleet.broken()).toEqual([])
    }
    // Nothing took too long, and no deployment waits for the hour that one of them saw.
    expect(await db.syncRun.count({ where: { phase: 'Failed' } })).toBe(0)
    const [late] = await db.$queryRaw<{ count: number }[]>`
      SELECT count(*)::int AS count FROM "ReconcileLease" WHERE "nextAt" > now() + interval '1 minute'`
    expect(late?.count).toBe(0)
    expect(jumping.isAlive()).toBe(true)
  }, 300_000)
})
