/** Short ways to say a health. */
import type { ErrorParams } from '#lib/core/errors.ts'
import type { Reason } from '#lib/core/reasons.ts'
import type { Health, HealthStatus } from '../model/health.ts'
import type { KubeObject } from '../model/resource.ts'
import { why } from '../model/why.ts'
import type { Condition } from './read.ts'

/** The health of one object of the rule's kind. */
export type HealthRule = (object: KubeObject) => Health

type Say = (reason: Reason, params?: ErrorParams, detail?: string) => Health

/** Objects may carry up to a megabyte of text; what is told of them is kept many times over. */
const MAX_PARAM = 200
const MAX_DETAIL = 1000

const short = (text: string, limit: number): string => (text.length > limit ? `${text.slice(0, limit)}…` : text)

const say =
  (status: HealthStatus): Say =>
  (reason, params = {}, detail = '') => ({
    status,
    why: why(
      reason,
      Object.fromEntries(
        Object.entries(params).map(([name, value]) => [
          name,
          typeof value === 'string' ? short(value, MAX_PARAM) : value,
        ]),
      ),
      short(detail, MAX_DETAIL),
    ),
  })

export const healthy: Health = { status: 'Healthy', why: null }
/** Healthy, with something worth knowing. */
export const healthyBut = say('Healthy')
export const progressing = say('Progressing')
export const degraded = say('Degraded')
export const suspended = say('Suspended')
export const unknown = say('Unknown')

/** Waits for a condition. */
export const awaiting = (condition: string, message?: string): Health =>
  progressing('condition_pending', { condition }, message)

/** Degraded by what a condition says. */
export const broken = ({ type, reason, message }: Condition): Health =>
  degraded('condition_false', { condition: type, state: reason }, message)
