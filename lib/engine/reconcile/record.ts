/** What a pass writes down. */
import type { InventoryEntry } from '../inventory/algebra.ts'
import type { Health, HealthCause, HealthStatus, SyncStatus } from '../model/health.ts'
import type { Difference, SyncPlan } from '../model/plan.ts'
import type { Why } from '../model/why.ts'
import type { CommitInfo } from '#lib/git/types.ts'

/** One managed object as the console shows it. */
export type ObjectRecord = InventoryEntry & {
  sync: SyncStatus
  syncWhy: Why | null
  differences: Difference[]
  health: HealthStatus | null
  healthWhy: Why | null
}

/** Part of the loop that failed; words are `deployments.stages.<stage>`. */
export const FAILURE_STAGES = ['source', 'render', 'policy', 'cluster', 'compare', 'apply', 'prune', 'health'] as const
export type FailureStage = (typeof FAILURE_STAGES)[number]

export type StageCondition = { stage: FailureStage; why: Why }

/** Absent fields stay as they are: what is not known now does not overwrite what was known. */
export type StatusRecord = {
  health?: Health & { causes: HealthCause[] }
  sync?: { sync: SyncStatus; why: Why | null }
  /** Newest commit of the wanted revision. */
  source?: { commit: CommitInfo; resolvedName: string }
  sourceKind?: string
  syncedCommit?: string
  observedGeneration?: number
  counts?: { objects: number; outOfSync: number }
  heal?: { attempts: number; isNow: boolean }
  /** Who keeps changing what self-heal puts back; null: nobody (any more). */
  flapping?: Flapping | null
  /** Null: everything outside a sync works. */
  condition: StageCondition | null
  warnings?: Why[]
  /** A sync that changed something has ended. Newly detected drift is seen by comparing with the row. */
  hasChanged: boolean
}

/** Somebody else wants another value than Git, and self-heal puts it back time after time. */
export type Flapping = {
  key: string
  kind: string
  name: string
  /** The field as a JSON pointer, and the field manager that writes it. */
  path: string
  manager: string
  count: number
}

export type ResultState = 'waiting' | 'applying' | 'waiting_healthy' | 'done' | 'failed' | 'skipped'

/** What happened to one object in a run. */
export type ResultRecord = { key: string; state: ResultState; why: Why | null; health: HealthStatus | null }

/** What an earlier pass recorded of one operation of the run; `seconds` since it began. */
export type EarlierResult = { state: ResultState; why: Why | null; seconds: number }

/** A run that begins now. */
export type RunStart = {
  commit: string
  /** The commit as people know it. */
  subject: string
  author: string
  generation: number
  plan: SyncPlan
  digest: string
  /** Nothing is executed: the plan itself is the result. */
  isRehearsal: boolean
}

export type RunEnd = { phase: 'Succeeded' | 'Failed' | 'Terminated'; why: Why | null }
