/** Verdicts by deployment and object, so that an unchanged object costs no dry run. Whether one still holds: compare/judged.ts. */
import type { Judged } from '../compare/judged.ts'
import type { Comparison, Target } from '../model/target.ts'
import { Lru } from '../source/lru.ts'

export type KnownVerdict = {
  text: string
  /** The live object may be exchanged for a newer one for which the verdict holds. */
  judged: Judged
  comparison: Comparison
  /** Then it is too old: what admission rules and kinds say may have changed. Milliseconds of the clock. */
  until: number
}
type Kept = { context: string; verdicts: Map<string, KnownVerdict> }

export type Verdicts = {
  /** The last verdict on the same text in the same context that is not too old, whatever happened to the live object since. */
  find(deploymentId: string, context: string, target: Target): KnownVerdict | undefined
  keep(deploymentId: string, context: string, target: Target, judged: Judged, comparison: Comparison): void
}

const MAX_DEPLOYMENTS = 10_000
/** Verdicts of one pass grow old at different times, so that they are not all renewed at once. */
const AGE_MS = { least: 30 * 60_000, spread: 30 * 60_000 }

/** `context` is whatever else decides: ignore rules, validation. A verdict of another context does not count. */
export function createVerdicts(now = () => performance.now(), random = Math.random): Verdicts {
  const kept = new Lru<Kept>(MAX_DEPLOYMENTS)
  return {
    find(deploymentId, context, target) {
      const own = kept.get(deploymentId)
      const known = own?.context === context ? own.verdicts.get(target.key) : undefined
      return known?.text === target.text && known.until > now() ? known : undefined
    },
    keep(deploymentId, context, target, judged, comparison) {
      const known = kept.get(deploymentId)
      const own = known?.context === context ? known : { context, verdicts: new Map<string, KnownVerdict>() }
      const until = now() + AGE_MS.least + random() * AGE_MS.spread
      own.verdicts.set(target.key, { text: target.text, judged, comparison, until })
      kept.set(deploymentId, own)
    },
  }
}
