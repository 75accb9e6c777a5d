/** When a sync that failed is tried again. Pure. */
import { isFinal, retryDelay } from '#lib/engine/door.ts'
import type { DeploymentDetail } from './types.ts'

type Facts = Pick<DeploymentDetail, 'lastFailure' | 'lastRun' | 'pause' | 'pin' | 'spec' | 'git'>

/**
 * By the rule of the engine: only the commit that failed, only where syncs are automatic and nothing holds them. A reason that trying
 * again does not change is followed by no attempt, and says itself what to do.
 */
export function toRetry({ lastFailure, lastRun, pause, pin, spec, git }: Facts): DeploymentDetail['retry'] {
  const { automated, retry } = spec.syncPolicy
  if (lastFailure === null || automated === null || pause !== null || pin !== null) return null
  if (!lastRun?.finishedAt || lastRun.commit !== git.commit || isFinal(lastFailure.reason)) return null
  const seconds = retryDelay(lastRun.attempt, retry)
  return { at: seconds === null ? null : new Date(Date.parse(lastRun.finishedAt) + seconds * 1000).toISOString() }
}
