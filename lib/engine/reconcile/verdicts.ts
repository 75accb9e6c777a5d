/** Verdicts by deployment and object, so that an unchanged object costs no dry run. Whether one still holds: compare/judged.ts. */
import type { Judged } from '../compare/judged.ts'
import type { Comparison, Target } from '../model/target.ts'
import { Lru } from '../source/lru.ts'

export type KnownVerdict = { text: string; judged: Judged; comparison: Comparison }
type Kept = { context: string; verdicts: Map<string, KnownVerdict> }

export type Verdicts = {
  /** The last verdict on the same text in the same context, whatever happened to the live object since. */
  find(deploymentId: string, context: string, target: Target): KnownVerdict | undefined
  keep(deploymentId: string, context: string, target: Target, judged: Judged, comparison: Comparison): void
}

const MAX_DEPLOYMENTS = 10_000

/** `context` is whatever else decides: ignore rules, validation. A verdict of another context does not count. */
export function createVerdicts(): Verdicts {
  const kept = new Lru<Kept>(MAX_DEPLOYMENTS)
  return {
    find(deploymentId, context, target) {
      const own = kept.get(deploymentId)
      const known = own?.context === context ? own.verdicts.get(target.key) : undefined
      return known?.text === target.text ? known : undefined
    },
    keep(deploymentId, context, target, judged, comparison) {
      const known = kept.get(deploymentId)
      const own = known?.context === context ? known : { context, verdicts: new Map<string, KnownVerdict>() }
      own.verdicts.set(target.key, { text: target.text, judged, comparison })
      kept.set(deploymentId, own)
    },
  }
}
