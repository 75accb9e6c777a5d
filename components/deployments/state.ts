/** The one sentence of a deployment: which of its states needs a person first, and why. Pure. */
import type { Reason } from '#lib/core/reasons.ts'
import type { DeploymentDetail, DeploymentRow, Why } from '#lib/features/deployments/types.ts'

export const STATE_KINDS = [
  'deleting',
  'created',
  'running',
  'degraded',
  'failed',
  'missing',
  'outOfSync',
  'unknown',
  'stalled',
  'progressing',
  'suspended',
  'fine',
] as const
export type StateKind = (typeof STATE_KINDS)[number]

export type DeploymentState = { kind: StateKind; why: Why | null }

type Facts = Pick<
  DeploymentRow,
  | 'health'
  | 'healthWhy'
  | 'stalledSince'
  | 'sync'
  | 'syncWhy'
  | 'activeRun'
  | 'lastFailure'
  | 'deleting'
  | 'lastCheckedAt'
>

/** Differences that a sync takes away. Any other reason (policy, a rule of the API server) needs a person before a sync helps. */
const PLAIN_DRIFT: readonly Reason[] = ['missing_in_cluster', 'differs', 'not_in_git']

/**
 * The worse of health and sync, in the order Degraded > failed sync > Missing > OutOfSync > Unknown > Progressing > Suspended > all well;
 * what stands in the way of a sync comes before what a sync would mend. What happens right now comes first: being deleted, not looked
 * at yet, being synchronised.
 */
export function stateOf(facts: Facts): DeploymentState {
  const { health, healthWhy, sync, syncWhy } = facts
  if (facts.deleting) return { kind: 'deleting', why: syncWhy ?? healthWhy }
  if (facts.activeRun) return { kind: 'running', why: health === 'Progressing' ? healthWhy : null }
  if (facts.lastCheckedAt === null) return { kind: 'created', why: syncWhy }
  if (health === 'Degraded') return { kind: 'degraded', why: healthWhy }
  if (facts.lastFailure) return { kind: 'failed', why: facts.lastFailure }
  if (sync === 'OutOfSync' && syncWhy && !PLAIN_DRIFT.includes(syncWhy.reason))
    return { kind: 'outOfSync', why: syncWhy }
  if (health === 'Missing') return { kind: 'missing', why: healthWhy }
  if (sync === 'OutOfSync') return { kind: 'outOfSync', why: syncWhy }
  if (sync === 'Unknown') return { kind: 'unknown', why: syncWhy ?? healthWhy }
  if (health === 'Unknown') return { kind: 'unknown', why: healthWhy }
  if (health === 'Progressing') return { kind: facts.stalledSince === null ? 'progressing' : 'stalled', why: healthWhy }
  if (health === 'Suspended') return { kind: 'suspended', why: healthWhy }
  return { kind: 'fine', why: null }
}

/** Which of the two statuses each state speaks of; null: neither lasts. */
const SPEAKS_OF: Record<StateKind, 'health' | 'sync' | 'both' | 'run' | null> = {
  deleting: null,
  created: null,
  running: null,
  degraded: 'health',
  failed: 'run',
  missing: 'health',
  outOfSync: 'sync',
  unknown: 'both',
  stalled: 'health',
  progressing: 'health',
  suspended: 'health',
  fine: 'both',
}

type Times = Pick<DeploymentDetail, 'healthSince' | 'syncSince'> & { lastRun: { finishedAt: string | null } | null }

/** Since when the deployment is in this state (ISO 8601); null for what is passing, or not known. */
export function sinceOf(kind: StateKind, { healthSince, syncSince, lastRun }: Times): string | null {
  const subject = SPEAKS_OF[kind]
  if (subject === 'health') return healthSince
  if (subject === 'sync') return syncSince
  if (subject === 'run') return lastRun?.finishedAt ?? null
  if (subject === null || healthSince === null || syncSince === null) return null
  // Both are so only since the later one is.
  return healthSince > syncSince ? healthSince : syncSince
}
