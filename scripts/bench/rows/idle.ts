/** Nothing changed: what a refresh of every deployment costs the engine. */
import type { RowContext } from '../context.ts'
import { startCounters, tellStatements } from '../counters.ts'
import { type Figure, figure } from '../figures.ts'
import { prepareFleet } from '../fleet.ts'
import { deployment, inNamespace, service } from '../manifests.ts'
import { startMeter } from '../meters.ts'
import { openWorld } from '../world.ts'

const ROUNDS = 5
const NAMESPACES = 20
const REPOSITORIES = 4

const objects = (index: number, tag: string) => [deployment(`web-${index}`, tag, 0), service(`web-${index}`)]
const namespaceOf = (index: number) => `team-${index % NAMESPACES}`

export async function measureIdle(context: RowContext): Promise<Figure[]> {
  const { n, ground, step, profiler } = context
  const world = await openWorld(ground, { engineEnv: await profiler.prepare() })
  try {
    const options = { size: n, repositories: REPOSITORIES, objects, namespace: namespaceOf, createNamespace: true }
    const fleet = await prepareFleet(world, context, options)
    await fleet.create()
    await fleet.synced()
    await fleet.settled()
    // The first refresh fills what later ones are answered from.
    await fleet.refresh()
    await fleet.settled()
    const listingsBefore = world.git.listings()
    const meter = startMeter(world.watched())
    const count = await startCounters(world)
    let elapsed = 0
    await profiler.run(`idle-${n}`, async () => {
      for (let round = 1; round <= ROUNDS; round++) {
        step.update(`round ${round} of ${ROUNDS}`)
        const began = performance.now()
        await fleet.refresh()
        await fleet.settled()
        elapsed += performance.now() - began
      }
    })
    const processes = meter.stop()
    const { statements, dryRuns, applies, others } = await count()
    const listings = (world.git.listings() - listingsBefore) / fleet.repositories / ROUNDS
    await tellStatements(context, world, n * ROUNDS)
    const bare = await world.bare.applyAll(
      Array.from({ length: n }, (_, index) =>
        objects(index, 'first').map((object) => inNamespace(object, namespaceOf(index))),
      ),
      { dryRun: true },
    )
    const use = processes['engine']
    const per = (value: number) => value / n / ROUNDS
    const shared = { row: 'idle', n, processes: {} }
    return [
      figure({
        ...shared,
        what: 'nothing changed: engine CPU per refresh',
        value: per((use?.cpuSeconds ?? 0) * 1000),
        unit: 'ms',
        target: { of: 'value', max: 1 },
        processes,
        note: `${ROUNDS} rounds; each refresh: ${per(dryRuns).toFixed(2)} dry runs, ${per(applies).toFixed(2)} applies, ${per(others).toFixed(2)} other calls, ${per(statements).toFixed(1)} SQL statements (one to ask for it); Git and renderer ${per((use?.childCpuSeconds ?? 0) * 1000).toFixed(2)} ms`,
      }),
      figure({
        ...shared,
        what: 'nothing changed: ls-remote per repository and round',
        value: listings,
        unit: 'times',
        target: { of: 'value', max: 1 },
      }),
      figure({
        ...shared,
        what: 'nothing changed: a refresh of all',
        value: elapsed / ROUNDS / 1000,
        unit: 's',
        bare: bare / 1000,
        note: `bare: ${2 * n} dry runs`,
      }),
    ]
  } finally {
    await world.end()
  }
}
