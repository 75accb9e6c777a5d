/**
 * Verdicts that still hold: the same text against the same live object. Status and bookkeeping of the live object do not matter, so that
 * most watch events are answered without asking the API server.
 */
import { isEqual } from '../compare/differences.ts'
import { comparable } from '../compare/project.ts'
import type { KubeObject } from '../model/resource.ts'
import type { Comparison, Target } from '../model/target.ts'
import { Lru } from '../source/lru.ts'

type Verdict = { text: string; live: KubeObject; comparison: Comparison }
type Kept = { context: string; verdicts: Map<string, Verdict> }

export type Verdicts = {
  find(deploymentId: string, context: string, target: Target, live: KubeObject): Comparison | undefined
  keep(deploymentId: string, context: string, target: Target, live: KubeObject, comparison: Comparison): void
  /** Everything is judged anew: somebody asked for it. */
  forget(deploymentId: string): void
}

const MAX_DEPLOYMENTS = 10_000

/** `context` is whatever else decides: ignore rules, validation. A verdict of another context does not count. */
export function createVerdicts(): Verdicts {
  const kept = new Lru<Kept>(MAX_DEPLOYMENTS)
  return {
    find(deploymentId, context, target, live) {
      const own = kept.get(deploymentId)
      const known = own?.context === context ? own.verdicts.get(target.key) : undefined
      if (known === undefined || known.text !== target.text) return undefined
      const isSame =
        known.live.metadata.resourceVersion === live.metadata.resourceVersion ||
        isEqual(comparable(known.live), comparable(live))
      return isSame ? known.comparison : undefined
    },
    keep(deploymentId, context, target, live, comparison) {
      const known = kept.get(deploymentId)
      const own = known?.context === context ? known : { context, verdicts: new Map<string, Verdict>() }
      own.verdicts.set(target.key, { text: target.text, live, comparison })
      kept.set(deploymentId, own)
    },
    forget: (deploymentId) => kept.delete(deploymentId),
  }
}
