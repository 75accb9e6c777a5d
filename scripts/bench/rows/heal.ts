/** One object deleted by hand: from the call that deletes it until a watch says that it is there again. */
import type { ResourceId } from '#lib/engine/model/resource.ts'
import type { RowContext } from '../context.ts'
import { type Figure, figure, quantile } from '../figures.ts'
import { prepareFleet } from '../fleet.ts'
import { configMap, inNamespace, service } from '../manifests.ts'
import { startMeter } from '../meters.ts'
import { openWorld, type World } from '../world.ts'

/** Each deployment is tried once: what drifts again and again is put back ever more slowly, by design. */
const objects = (index: number, tag: string) => [configMap(`settings-${index}`, tag), service(`web-${index}`)]
/** Namespaces cost the API server more than objects do. */
const NAMESPACES = 10
const PATIENCE_MS = 30_000
const CONFIG_MAP = { group: '', version: 'v1', kind: 'ConfigMap', plural: 'configmaps', namespaced: true }

const namespaceOf = (index: number) => `team-${index % NAMESPACES}`
const idOf = (index: number): ResourceId => ({
  ...{ group: '', version: 'v1', kind: 'ConfigMap' },
  ...{ namespace: namespaceOf(index), name: `settings-${index}` },
})

/** Tells when a ConfigMap of this name appears. */
function watchCreations({ kube }: World, signal: AbortSignal) {
  const waiting = new Map<string, () => void>()
  kube.watch(
    { ...CONFIG_MAP, verbs: ['watch'] },
    {},
    ({ type, ...event }) => {
      if (type === 'ADDED' && 'object' in event) waiting.get(event.object.metadata.name)?.()
    },
    signal,
  )
  return (name: string): Promise<number | null> =>
    new Promise((resolve) => {
      const timer = setTimeout(() => done(null), PATIENCE_MS)
      const done = (at: number | null) => {
        clearTimeout(timer)
        waiting.delete(name)
        resolve(at)
      }
      waiting.set(name, () => done(performance.now()))
    })
}

/** Milliseconds until the object is back; null when it does not come back. */
async function tryOnce(index: number, remove: () => Promise<unknown>, appears: ReturnType<typeof watchCreations>) {
  const back = appears(idOf(index).name)
  const began = performance.now()
  await remove()
  const at = await back
  return at === null ? null : at - began
}

export async function measureHeal(context: RowContext): Promise<Figure[]> {
  const { n, ground, step, signal, profiler } = context
  const world = await openWorld(ground, { engineEnv: await profiler.prepare() })
  const watching = new AbortController()
  try {
    const options = { size: n, repositories: 1, objects, namespace: namespaceOf, createNamespace: true }
    const fleet = await prepareFleet(world, context, options)
    await fleet.create()
    await fleet.synced()
    await fleet.settled()
    const appears = watchCreations(world, watching.signal)
    const manifestOf = (index: number) => inNamespace(configMap(`settings-${index}`, 'first'), namespaceOf(index))
    const times: number[] = []
    const meter = startMeter(world.watched())
    await profiler.run(`heal-${n}`, async () => {
      for (let index = 0; index < n; index++) {
        signal.throwIfAborted()
        step.update(`deleted ${index + 1} of ${n}`)
        const time = await tryOnce(index, () => world.bare.delete(manifestOf(index)), appears)
        times.push(time ?? Infinity)
        await fleet.settled()
      }
    })
    const processes = meter.stop()
    const bare = await bareTimes(world, Math.min(n, 50), appears)
    const p95 = quantile(times, 0.95)
    return [
      figure({
        row: 'heal',
        what: 'object deleted by hand → back, p95',
        n,
        value: Number.isFinite(p95) ? p95 : null,
        unit: 'ms',
        bare: quantile(bare, 0.95),
        target: { of: 'value', max: 150 },
        processes,
        note: `${n} tries, median ${quantile(times, 0.5).toFixed(0)} ms, longest ${Math.max(...times).toFixed(0)} ms; bare: deleted and applied again by one client`,
      }),
    ]
  } finally {
    watching.abort()
    await world.end()
  }
}

/** A client that puts back itself what it deletes: an object of its own, which no deployment has. */
async function bareTimes({ bare }: World, tries: number, appears: ReturnType<typeof watchCreations>) {
  const times: number[] = []
  const manifest = inNamespace(configMap('settings-bare', 'first'), namespaceOf(0))
  await bare.apply(manifest)
  for (let index = 0; index < tries; index++) {
    const back = appears('settings-bare')
    const began = performance.now()
    await bare.delete(manifest)
    await bare.apply(manifest)
    times.push(((await back) ?? Infinity) - began)
  }
  return times
}
