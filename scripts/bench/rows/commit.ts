/** A new commit: from the refresh that somebody asks for until all deployments are Synced at it. */
import type { RowContext } from '../context.ts'
import { startCounters, tellStatements } from '../counters.ts'
import { type Figure, figure, quantile } from '../figures.ts'
import { prepareFleet } from '../fleet.ts'
import { deployment, inNamespace, service } from '../manifests.ts'
import { startMeter } from '../meters.ts'
import { openWorld } from '../world.ts'

const ROUNDS = 3
/** design.md §8 names two sizes; between and beyond them the target grows with the number. */
const targetSeconds = (n: number) => Math.max(1, (n / 200) * 4)

const objects = (index: number, tag: string) => [deployment(`web-${index}`, tag, 0), service(`web-${index}`)]
const namespaceOf = (index: number) => `team-${index}`

export async function measureCommit(context: RowContext): Promise<Figure[]> {
  const { n, ground, step, profiler } = context
  const world = await openWorld(ground, { engineEnv: await profiler.prepare() })
  try {
    const options = { size: n, repositories: 1, objects, namespace: namespaceOf, createNamespace: true }
    const fleet = await prepareFleet(world, context, options)
    step.update('deploying')
    await fleet.create()
    await fleet.synced()
    await fleet.settled()
    const bare = await world.bare.applyAll(
      Array.from({ length: n }, (_, index) =>
        objects(index, 'bare').map((object) => inNamespace(object, namespaceOf(index))),
      ),
    )
    // What the bare client took over is the engine's again after one more commit, which is not measured.
    await fleet.push('warm')
    await fleet.refresh()
    await fleet.synced()
    await fleet.settled()
    const meter = startMeter(world.watched())
    const count = await startCounters(world)
    const times = await profiler.run(`commit-${n}`, async () => {
      const measured: (number | null)[] = []
      for (let round = 1; round <= ROUNDS; round++) {
        await fleet.push(`round-${round}`)
        const began = performance.now()
        await fleet.refresh()
        const isReached = await fleet.synced()
        measured.push(isReached === null ? null : performance.now() - began)
        await fleet.settled()
      }
      return measured
    })
    const processes = meter.stop()
    const { statements, dryRuns, applies, others } = await count()
    await tellStatements(context, world, n * ROUNDS)
    const reached = times.filter((time) => time !== null)
    const per = (value: number) => (value / n / ROUNDS).toFixed(1)
    return [
      figure({
        row: 'commit',
        what: 'new commit → all Synced at it',
        n,
        value: reached.length < ROUNDS ? null : quantile(reached, 0.5) / 1000,
        unit: 's',
        bare: bare / 1000,
        target: { of: 'value', max: targetSeconds(n) },
        processes,
        note: `median of ${ROUNDS}; per deployment and commit: ${per(applies)} applies, ${per(dryRuns)} dry runs, ${per(others)} other calls, ${per(statements)} SQL statements`,
      }),
    ]
  } finally {
    await world.end()
  }
}
