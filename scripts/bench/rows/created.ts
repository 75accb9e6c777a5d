/** Deployments of a Deployment and a Service in new namespaces, automatic: from the rows' insertion until all are Synced. */
import type { RowContext } from '../context.ts'
import { startCounters, tellStatements } from '../counters.ts'
import { type Figure, figure } from '../figures.ts'
import { prepareFleet } from '../fleet.ts'
import { deployment, inNamespace, namespace, service } from '../manifests.ts'
import { startMeter } from '../meters.ts'
import { openWorld, type World } from '../world.ts'

/** Before anything is measured: connections, just-in-time compilation, and the API server's schemas are there in every running system. */
const WARM_UP = 3

const objects = (index: number, tag: string) => [deployment(`web-${index}`, tag, 0), service(`web-${index}`)]

/** The same applies as the engine's: a new namespace, then what goes into it. */
const bareLists = (n: number, prefix: string) =>
  Array.from({ length: n }, (_, index) => {
    const name = `${prefix}-${index}`
    return [namespace(name), ...objects(index, 'first').map((object) => inNamespace(object, name))]
  })

async function warmUp(world: World, context: RowContext): Promise<void> {
  await world.bare.applyAll(bareLists(WARM_UP, 'bare-warm'))
  const options = { size: WARM_UP, repositories: 1, objects, createNamespace: true }
  const fleet = await prepareFleet(world, context, { ...options, namespace: (index) => `warm-${index}` }, 'warm')
  await fleet.create()
  await fleet.synced()
  await fleet.settled()
}

export async function measureCreated(context: RowContext): Promise<Figure[]> {
  const { n, ground, step, profiler } = context
  const world = await openWorld(ground, { engineEnv: await profiler.prepare() })
  try {
    await warmUp(world, context)
    step.update('bare server')
    const before = await world.bare.applyAll(bareLists(n, 'bare-before'))
    const options = { size: n, repositories: 1, objects, createNamespace: true }
    const fleet = await prepareFleet(world, context, { ...options, namespace: (index) => `team-${index}` })
    const meter = startMeter(world.watched())
    const count = await startCounters(world)
    const began = performance.now()
    const isReached = await profiler.run(`created-${n}`, async () => {
      await fleet.create()
      return fleet.synced()
    })
    const elapsed = performance.now() - began
    const processes = meter.stop()
    const { statements, dryRuns, applies, others } = await count()
    await tellStatements(context, world, n)
    await fleet.settled()
    const after = await world.bare.applyAll(bareLists(n, 'bare-after'))
    return [
      figure({
        row: 'created',
        what: 'created → all Synced, in new namespaces',
        n,
        value: isReached === null ? null : elapsed / 1000,
        unit: 's',
        bare: (before + after) / 2 / 1000,
        target: { of: 'ratio', max: 2 },
        processes,
        note: `bare: ${3 * n} server-side applies; engine: ${applies} applies, ${dryRuns} dry runs, ${others} other calls, ${statements} SQL statements`,
      }),
    ]
  } finally {
    await world.end()
  }
}
