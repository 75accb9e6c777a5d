/**
 * What a process counts about itself, for Prometheus. One list, so that names, units and labels can be read in one place
 * (docs/metrics.md has it for operators); each line is written where the thing happens.
 *
 * Names follow Prometheus' conventions: the prefix `ieum_`, base units, `_total` for counters. A label has few values that the product itself
 * chooses; what people type (names of deployments) stands only in what is read from the database when it is asked for.
 */
import { Counter, Gauge, Histogram, type LabelValues, Registry } from 'prom-client'
import { AppError } from '#lib/core/errors.ts'

/** Seconds. From an answer out of memory to a pass that hangs on a dead host. */
const SECONDS = [0.005, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 60]

const KEY = Symbol.for('ieum.metrics')
const holder = globalThis as typeof globalThis & { [KEY]?: ReturnType<typeof createMetrics> }

function createMetrics() {
  const registry = new Registry()
  const registers = [registry]
  const seconds = <L extends string>(name: string, help: string, labelNames: readonly L[]) =>
    new Histogram({ name, help, labelNames, buckets: SECONDS, registers })
  return {
    registry,
    /** Actions, queries and routes of the console; `result` is "ok" or the code of the refusal. */
    requests: seconds('ieum_request_seconds', 'Time an entry point of the console took', ['entry', 'result']),
    streams: new Gauge({ name: 'ieum_live_streams', help: 'Pages that are told of changes as they happen', registers }),
    /** Every HTTP call to a cluster's API server, repetitions counted each. */
    kubeCalls: seconds('ieum_kube_call_seconds', 'Time of a call to a Kubernetes API server', ['method', 'result']),
    /** `command` is Git's own: ls-remote, fetch, and those that read what was fetched. */
    gitCommands: seconds('ieum_git_command_seconds', 'Time of a Git command', ['command', 'result']),
    renders: seconds('ieum_render_seconds', 'Time of a renderer process, which renders one or more folders', [
      'result',
    ]),
    /** `reason` is what woke the deployment; `result`: unchanged (nothing was read), done, failed, lost (another process took over). */
    passes: seconds('ieum_pass_seconds', 'Time of a look of the engine at one deployment', ['reason', 'result']),
    runs: new Counter({
      name: 'ieum_sync_runs_total',
      help: 'Syncs that have ended in this process',
      labelNames: ['phase'],
      registers,
    }),
  }
}

/** The metrics of this process; on globalThis, because the console's bundles load this module more than once. */
export const metrics = (): ReturnType<typeof createMetrics> => (holder[KEY] ??= createMetrics())

/** What the label `result` says of a failure: its code. */
const codeOf = (error: unknown): string => (error instanceof AppError ? error.code : 'INTERNAL')

/**
 * Runs `work` and notes how long it took and how it ended: "ok", or what `resultOf` calls the failure. Throws what `work` throws.
 */
export async function timed<L extends string, T>(
  histogram: Histogram<L>,
  labels: Readonly<Record<Exclude<L, 'result'>, string>>,
  work: () => Promise<T>,
  resultOf: (error: unknown) => string = codeOf,
): Promise<T> {
  const start = performance.now()
  const note = (result: string) =>
    histogram.observe({ ...labels, result } as LabelValues<L>, (performance.now() - start) / 1000)
  try {
    const value = await work()
    note('ok')
    return value
  } catch (error) {
    note(resultOf(error))
    throw error
  }
}
