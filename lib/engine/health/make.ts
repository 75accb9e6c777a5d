/** Short ways to say a health. */
import type { ErrorParams } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { Health } from '../model/health.ts'
import type { KubeObject } from '../model/resource.ts'
import { why } from '../model/why.ts'

/** The health of one object of the rule's kind. */
export type HealthRule = (object: KubeObject) => Health

type Say = (reason: Reason, params?: ErrorParams, detail?: string) => Health

export const healthy: Health = { status: 'Healthy', why: null }
export const progressing: Say = (reason, params, detail) => ({
  status: 'Progressing',
  why: why(reason, params, detail),
})
export const degraded: Say = (reason, params, detail) => ({ status: 'Degraded', why: why(reason, params, detail) })
export const suspended: Say = (reason, params, detail) => ({ status: 'Suspended', why: why(reason, params, detail) })
export const unknown: Say = (reason, params, detail) => ({ status: 'Unknown', why: why(reason, params, detail) })
