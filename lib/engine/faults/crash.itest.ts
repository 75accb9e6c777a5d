import { env } from 'node:process'
import { setTimeout as delay } from 'node:timers/promises'
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import { FAILPOINTS, type FailpointName } from '../failpoint.ts'
import { type Fleet, createFleet, expireLeases } from '../testing/fleet.ts'
import { type World, createWorld } from '../testing/world.ts'

/** How often the engine dies at each point. */
const ROUNDS = Number(env['IEUM_FAULT_ROUNDS'] ?? 3)
/** How often a round passes the point at least, so that each passing gets its turn. */
const PASSINGS: Partial<Record<FailpointName, number>> = {
  ...{ before_apply: 4, applied: 4, before_hook: 3, hook_created: 3 },
  // A short run records its results only at its end, and many a commit has nothing to delete.
  ...{ before_delete: 1, deleted: 1, before_result: 1, result_recorded: 1 },
}

describe('an engine that is killed', () => {
  let world: World
  let fleet: Fleet

  beforeAll(async () => {
    world = await createWorld()
    fleet = await createFleet(world)
  })
  afterEach(() => world.endEngines('SIGKILL'))
  afterAll(async () => {
    fleet.end()
    await world.end()
  })

  /** True when the engine died at its point; false when everything was done before it came there. */
  async function diesAt(point: FailpointName, passing: number): Promise<boolean> {
    const engine = world.startEngine({ IEUM_FAILPOINT: `${point}@${passing}` })
    while (engine.isAlive() && !(await fleet.isSettled())) await Promise.race([engine.gone, delay(200)])
    const isHit = !engine.isAlive()
    if (!isHit) await engine.end('SIGKILL')
    expect(await engine.gone).toBe('SIGKILL')
    await expireLeases()
    return isHit
  }

  it.each(FAILPOINTS)(
    'F1, F2, F3, F4, F5, F6, F7, F8: at "%s" loses nothing, does nothing twice, claims nothing and forgets nothing',
    async (point) => {
      let deaths = 0
      for (let round = 0; deaths < ROUNDS; round++) {
        expect(round, `"${point}" is hardly ever reached`).toBeLessThan(ROUNDS * 3 + 5)
        await fleet.stir()
        if (await diesAt(point, 1 + (round % (PASSINGS[point] ?? 2)))) deaths++
        expect(await fleet.broken()).toEqual([])
      }
      world.startEngine()
      await fleet.settle()
      await world.endEngines('SIGKILL')
      expect(await fleet.broken()).toEqual([])
    },
    120_000 + ROUNDS * 30_000,
  )
})
