/**
 * Many deployments of five objects: a pass over all of them, and the list page meanwhile. The engine is a new process, which remembers
 * nothing: each deployment is fetched, rendered and compared.
 */
import { setTimeout as delay } from 'node:timers/promises'
import type { RowContext } from '../context.ts'
import { startCounters, tellStatements } from '../counters.ts'
import { type Figure, figure, quantile } from '../figures.ts'
import { type Fleet, prepareFleet } from '../fleet.ts'
import { configMap, deployment, inNamespace, service } from '../manifests.ts'
import { startMeter } from '../meters.ts'
import { LIST, measurePages } from '../pages.ts'
import { type Visitor, logIn } from '../visitor.ts'
import { openWorld } from '../world.ts'

const NAMESPACES = 20
const REPOSITORIES = 20
/** Milliseconds between two visits of the list. */
const VISIT_EVERY = 250

/** No replicas: pods would measure the cluster's controllers. */
const objects = (index: number, tag: string) => [
  deployment(`web-${index}`, tag, 0),
  service(`web-${index}`),
  ...['one', 'two', 'three'].map((name) => configMap(`${name}-${index}`, tag)),
]
const namespaceOf = (index: number) => `team-${index % NAMESPACES}`

/** Visits the list until `work` is done; milliseconds of each visit. */
async function visitDuring(visitor: Visitor, work: Promise<unknown>): Promise<number[]> {
  const times: number[] = []
  const end = new AbortController()
  const done = work.finally(() => end.abort())
  while (!end.signal.aborted) {
    times.push(await visitor.visit(LIST))
    await Promise.race([delay(VISIT_EVERY), done])
  }
  await done
  return times
}

async function fullPass(fleet: Fleet): Promise<number | null> {
  const began = performance.now()
  await fleet.refresh()
  const isReached = await fleet.settled()
  return isReached === null ? null : performance.now() - began
}

export async function measureScale(context: RowContext): Promise<Figure[]> {
  const { n, ground, step, profiler } = context
  const world = await openWorld(ground, { web: true, engineEnv: await profiler.prepare() })
  try {
    const options = { size: n, repositories: REPOSITORIES, objects, namespace: namespaceOf, createNamespace: true }
    const fleet = await prepareFleet(world, context, options)
    const began = performance.now()
    step.update('inserting')
    await fleet.create()
    const first = (await fleet.synced()) === null ? null : performance.now() - began
    await fleet.settled()
    const visitor = await logIn(world)
    for (let visit = 0; visit < 10; visit++) await visitor.visit(LIST)
    const quiet = await visitDuring(visitor, delay(5_000))
    step.update('visiting the pages')
    const pages = await measurePages(visitor, { n, deployment: 'fleet-d00000', project: namespaceOf(0) })
    const unchanged = await fullPass(fleet)
    step.update('starting another engine')
    await world.restartEngine()
    const meter = startMeter(world.watched())
    const count = await startCounters(world)
    const pass = profiler.run(`scale-${n}`, () => fullPass(fleet))
    const busy = await visitDuring(visitor, pass)
    const elapsed = await pass
    const processes = meter.stop()
    const { statements, dryRuns, applies } = await count()
    await tellStatements(context, world, n)
    step.update('bare server')
    const bare = await world.bare.applyAll(
      Array.from({ length: n }, (_, index) =>
        objects(index, 'first').map((object) => inNamespace(object, namespaceOf(index))),
      ),
      { dryRun: true },
    )
    const shared = { row: 'scale', n }
    return [
      figure({
        ...shared,
        what: 'five objects each: full pass of a new engine',
        value: elapsed === null ? null : elapsed / 1000,
        unit: 's',
        bare: bare / 1000,
        target: { of: 'value', max: 60 },
        processes,
        note: `bare: ${5 * n} dry runs; each refresh: ${(dryRuns / n).toFixed(2)} dry runs, ${(applies / n).toFixed(2)} applies, ${(statements / n).toFixed(1)} SQL statements (the list's among them)`,
      }),
      figure({
        ...shared,
        what: 'five objects each: engine memory, highest',
        value: processes['engine']?.peakRssMb ?? null,
        unit: 'MB',
        target: { of: 'value', max: 500 },
      }),
      figure({
        ...shared,
        what: 'five objects each: list page meanwhile, p95',
        value: quantile(busy, 0.95),
        unit: 'ms',
        target: { of: 'value', max: 200 },
        note: `${busy.length} visits, median ${quantile(busy, 0.5).toFixed(0)} ms; with nothing to do: p95 ${quantile(quiet, 0.95).toFixed(0)} ms`,
      }),
      ...pages,
      figure({
        ...shared,
        what: 'five objects each: refresh of all, nothing changed',
        value: unchanged === null ? null : unchanged / 1000,
        unit: 's',
      }),
      figure({
        ...shared,
        what: 'five objects each: first sync of all',
        value: first === null ? null : first / 1000,
        unit: 's',
        note: `in ${NAMESPACES} namespaces, Deployments without replicas`,
      }),
    ]
  } finally {
    await world.end()
  }
}
