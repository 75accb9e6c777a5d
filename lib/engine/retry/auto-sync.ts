/**
 * Whether a pass starts a sync by itself. The same-commit rule of Argo CD: a commit is tried once; after a success only self-heal
 * puts drift back, after a failure only the retry curve, a new commit, an edit or a person tries again.
 */
import type { Reason } from '#lib/core/reasons.ts'
import type { SyncPolicy } from '../model/spec.ts'
import { HEAL_COOL_DOWN, healDelay, retryDelay } from './backoff.ts'

export type LastRun = {
  commit: string
  generation: number
  /** Counts the attempts at one commit from 1. */
  attempt: number
  succeeded: boolean
  reason: Reason | null
  /** Nothing was written because an object was refused beforehand. */
  wasRefused: boolean
  secondsAgo: number
}

export type AutoSyncInput = {
  /** Null: the deployment is synchronised by hand. */
  automated: { selfHeal: boolean } | null
  retry: SyncPolicy['retry']
  hasWork: boolean
  isRefused: boolean
  commit: string
  generation: number
  lastRun: LastRun | null
  heal: {
    attempts: number
    /** Seconds since drift was put back last; null: never. */
    secondsAgo: number | null
    /** Seconds the deployment has been out of sync; 0 when this pass found it. */
    driftSeconds: number
  }
}

export type AutoSyncDecision =
  | { act: 'none' }
  | { act: 'wait'; seconds: number }
  | { act: 'sync'; trigger: 'automatic' | 'retry'; attempt: number }
  | { act: 'heal'; attempts: number }

/** Failures that the same commit and the same cluster answer alike every time: trying again by itself is noise. */
const FINAL: ReadonlySet<Reason> = new Set<Reason>([
  'namespace_not_allowed',
  'kind_not_allowed',
  'rights_not_allowed',
  'address_not_allowed',
  'quota_not_allowed',
  'project_not_allowed',
  'cluster_not_allowed',
  'repository_not_allowed',
  'duplicate_object',
  'object_invalid',
  'object_immutable',
  'owned_by_other',
  'prune_would_empty',
  'annotation_invalid',
  'terminated',
])

/** Whether a failed sync is not tried again by itself, however many attempts are left. */
export const isFinal = (reason: Reason | null): boolean => reason !== null && FINAL.has(reason)

/** Decides. Never acts on a deployment that is synchronised by hand or has nothing to do. */
export function decideAutoSync(input: AutoSyncInput): AutoSyncDecision {
  const { automated, lastRun } = input
  if (automated === null || !input.hasWork) return { act: 'none' }
  if (lastRun === null || lastRun.commit !== input.commit || lastRun.generation !== input.generation) {
    return { act: 'sync', trigger: 'automatic', attempt: 1 }
  }
  if (!lastRun.succeeded) return decideRetry(lastRun, input)
  return automated.selfHeal ? decideHeal(input.heal) : { act: 'none' }
}

function decideRetry(lastRun: LastRun, { isRefused, retry }: AutoSyncInput): AutoSyncDecision {
  const wasLifted = lastRun.wasRefused && !isRefused
  if (!wasLifted && isFinal(lastRun.reason)) return { act: 'none' }
  const delay = wasLifted ? 0 : retryDelay(lastRun.attempt, retry)
  if (delay === null) return { act: 'none' }
  const remaining = delay - lastRun.secondsAgo
  return remaining > 0
    ? { act: 'wait', seconds: remaining }
    : { act: 'sync', trigger: 'retry', attempt: lastRun.attempt + 1 }
}

function decideHeal({ attempts, secondsAgo, driftSeconds }: AutoSyncInput['heal']): AutoSyncDecision {
  const stayedHealed = secondsAgo === null || secondsAgo - driftSeconds >= HEAL_COOL_DOWN
  const inARow = stayedHealed ? 0 : attempts
  const remaining = healDelay(inARow) - (secondsAgo ?? 0)
  return inARow > 0 && remaining > 0 ? { act: 'wait', seconds: remaining } : { act: 'heal', attempts: inARow + 1 }
}
