/** What a row of the table works with. */
import type { Step } from '#scripts/bootstrap/progress.mjs'
import type { Profiler } from './profiler.ts'
import type { Ground } from './world.ts'

export type RowContext = {
  n: number
  ground: Ground
  step: Step
  /** Aborted when the run is to end. */
  signal: AbortSignal
  profiler: Profiler
  /** Tell more than the table does. */
  isVerbose: boolean
}
