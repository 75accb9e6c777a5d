/** Failures of a pass: in which stage, and why. Doors throw AppError; everything else is a defect and becomes `unexpected`. */
import { AppError } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import { type Why, why } from '../model/why.ts'
import type { FailureStage, StageCondition } from './record.ts'

/** The pass cannot go on; what was known before stays known. */
export class StageError extends Error {
  readonly condition: StageCondition

  constructor(stage: FailureStage, reason: Why, cause?: unknown) {
    super(`${stage}: ${reason.reason}`, cause === undefined ? {} : { cause })
    this.name = 'StageError'
    this.condition = { stage, why: reason }
  }
}

/** Why a door refused, in the engine's words. */
export function whyOf(error: unknown): Why {
  if (!(error instanceof AppError)) return why('unexpected')
  if (error.reason === undefined) return why('unexpected', {}, error.detail)
  const { line, ...params } = error.params ?? {}
  // Doors say 0 for "no line"; the words would name it.
  return why(error.reason, line ? { ...params, line } : params, error.detail)
}

/** Runs part of a pass; an AppError becomes the failure of that stage, unless it already is one. */
export async function inStage<T>(stage: FailureStage, work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    throw error instanceof AppError ? new StageError(stage, whyOf(error), error) : error
  }
}

/** The whole cluster does not answer: nothing can be said about any object. */
const CLUSTER_FAILURES: ReadonlySet<Reason> = new Set<Reason>([
  'cluster_unreachable',
  'cluster_auth_failed',
  'cluster_identity_refused',
  'cluster_preparing',
])

/** The server judged the object and said no; sending it again as it is would change nothing. */
const REFUSALS: ReadonlySet<Reason> = new Set<Reason>([
  'object_invalid',
  'object_immutable',
  'object_rejected',
  'admission_denied',
  'rights_missing',
  'rights_not_allowed',
  'node_port_taken',
  'kind_unknown',
  'namespace_missing',
  'owned_by_other',
])

export const isClusterFailure = (error: unknown): boolean =>
  error instanceof AppError && error.reason !== undefined && CLUSTER_FAILURES.has(error.reason)

/** The cluster said nothing, or does not know us: it may be gone. */
export const isSilence = (reason: Reason): boolean =>
  reason === 'cluster_unreachable' || reason === 'cluster_auth_failed' || reason === 'api_timeout'

export const isRefusal = (reason: Reason): boolean => REFUSALS.has(reason)
