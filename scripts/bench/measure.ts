/** Measures the rows of the table one after the other, each in a world of its own. Loaded when the environment is there. */
import type { Progress } from '#scripts/bootstrap/progress.mjs'
import { describeFailure } from '#scripts/bootstrap/start-error.mjs'
import type { RowContext } from './context.ts'
import type { Figure } from './figures.ts'
import type { BenchOptions, RowName } from './options.ts'
import { createProfiler, noProfiler } from './profiler.ts'
import { measureCommit } from './rows/commit.ts'
import { measureCreated } from './rows/created.ts'
import { measureHeal } from './rows/heal.ts'
import { measureIdle } from './rows/idle.ts'
import { measureMemory } from './rows/memory.ts'
import { measureScale } from './rows/scale.ts'
import { measureStart } from './rows/start.ts'
import { prepareGround } from './world.ts'

const MEASURES: Record<RowName, (context: RowContext) => Promise<Figure[]>> = {
  memory: measureMemory,
  created: measureCreated,
  commit: measureCommit,
  heal: measureHeal,
  idle: measureIdle,
  scale: measureScale,
  start: measureStart,
}

export type Measured = { figures: Figure[]; failures: string[] }

/** A row that fails is told and leaves the others be. Ends early, with what it has, when `signal` aborts. */
export async function measureAll(options: BenchOptions, progress: Progress, signal: AbortSignal): Promise<Measured> {
  const say = (line: string) => progress.line(line)
  const measured: Measured = { figures: [], failures: [] }
  const ground = await progress.run('Start the database', () => prepareGround(say))
  const profiler = options.profile === null ? noProfiler : createProfiler(options.profile, say)
  try {
    for (const { name, n } of options.rows) {
      if (signal.aborted) break
      const title = n === 0 ? `Measure ${name}` : `Measure ${name}, n = ${n}`
      const context = { n, ground, signal, profiler, isVerbose: options.profile !== null }
      try {
        const figures = await progress.run(title, (step) => MEASURES[name]({ ...context, step }))
        measured.figures.push(...figures)
      } catch (error) {
        if (!signal.aborted) measured.failures.push(`${title}: ${describeFailure(error)}`)
      }
    }
  } finally {
    await ground.end()
  }
  return measured
}
