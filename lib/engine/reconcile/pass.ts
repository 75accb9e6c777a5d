/** What one pass over one deployment works with. */
import type { Jq } from '#lib/jq/types.ts'
import type { Logger } from '#lib/observability/logger.ts'
import type { ClusterClient, ClusterRegistry } from '../clusters/registry.ts'
import type { Identities } from '../identity/identities.ts'
import type { Manifests } from '../render/manifests.ts'
import type { Source } from '../source/source.ts'
import type { Claim } from '../store/claims.ts'
import type { Quiet, Settled } from '../runtime/quiet.ts'
import type { ClusterRow, Snapshot } from './snapshot.ts'
import { inStage } from './failure.ts'
import type { Verdicts } from './verdicts.ts'

export type EnginePorts = {
  source: Source
  manifests: Manifests
  clusters: ClusterRegistry
  identities: Identities
  verdicts: Verdicts
  jq: Jq
  quiet: Quiet
  pollSeconds: number
  /** In [0, 1). */
  random: () => number
  log: Logger
}

/** What is needed to look at Git and cluster and to plan; nothing is written with it. */
export type Look = {
  snapshot: Snapshot
  ports: EnginePorts
  /** Answers of Git hosts from before this time are too old; milliseconds of the monotonic clock. */
  notBefore: number
  /** Nobody else is expected to want this rendering: no draft, and none that failed before. */
  rendersAlone: boolean
}

export type Pass = Look & {
  claim: Claim
  /** Throws `LeaseLost` when this process may no longer write; called before every write to a cluster. */
  guard: () => void
}

/**
 * The client of a cluster for what this pass writes: as the deployment's DevOps project. Its reads are Ieum's own, as those of the watches.
 * Throws `StageError`.
 */
export const openAsProject = (look: Look | Pass, cluster: ClusterRow): Promise<ClusterClient> => {
  const guard = 'guard' in look ? look.guard : undefined
  return inStage('cluster', () => look.ports.identities.open(look.snapshot, cluster, guard))
}

/** When to look again, and, where nothing is left to do, what that was found from. */
export type Next = { seconds: number; hasFailed: boolean; settled?: Settled }
