/** `spec.syncPolicy` of an Argo CD Application, and the limits of time that it cannot say, which are an annotation. */
import { z } from 'zod'
import type { FieldCode } from '#lib/core/errors.ts'
import { type SyncPolicy, retrySchema, syncPolicySchema } from '../model/spec.ts'
import { formatDuration, parseDuration } from './durations.ts'
import { fromSyncOptions, toSyncOptions } from './sync-options.ts'
import { withoutDefaults } from './without-defaults.ts'

/** Argo CD has no limits of time for a sync: "operation=2h,hook=10m,health=90s", each of them optional. */
export const TIMEOUTS_ANNOTATION = 'ieum.dev/timeouts'

const TIMEOUTS = [
  { name: 'operation', field: 'operationSeconds' },
  { name: 'hook', field: 'hookSeconds' },
  { name: 'health', field: 'healthSeconds' },
] as const

const DEFAULTS = syncPolicySchema.parse({})
const timeoutsSchema = syncPolicySchema.shape.timeouts

const seconds = z.union([z.number(), z.string()]).transform((value, context) => {
  const parsed = parseDuration(value)
  if (parsed !== null) return parsed
  context.addIssue({ code: 'custom', message: 'invalid', input: value })
  return z.NEVER
})

export const applicationPolicySchema = z
  .strictObject({
    automated: z
      .strictObject({
        // Argo CD's switch that keeps the block and turns it off.
        enabled: z.boolean().default(true),
        prune: z.boolean().default(false),
        selfHeal: z.boolean().default(false),
        allowEmpty: z.boolean().default(false),
      })
      .optional(),
    syncOptions: z.array(z.string()).max(50, { error: 'too_long' }).default([]),
    retry: z
      .strictObject({
        limit: retrySchema.shape.limit,
        backoff: z
          .strictObject({
            duration: seconds.pipe(retrySchema.shape.backoffSeconds.removeDefault()).optional(),
            factor: retrySchema.shape.factor,
            maxDuration: seconds.pipe(retrySchema.shape.maxSeconds.removeDefault()).optional(),
          })
          .prefault({}),
      })
      .prefault({}),
  })
  .prefault({})

/** The block, or nothing where the policy says what is said by default. */
export function toPolicyBlock(policy: SyncPolicy): Record<string, unknown> {
  const { automated, retry } = policy
  const syncOptions = toSyncOptions(policy)
  const backoff = {
    ...(retry.backoffSeconds !== DEFAULTS.retry.backoffSeconds && { duration: formatDuration(retry.backoffSeconds) }),
    ...(retry.factor !== DEFAULTS.retry.factor && { factor: retry.factor }),
    ...(retry.maxSeconds !== DEFAULTS.retry.maxSeconds && { maxDuration: formatDuration(retry.maxSeconds) }),
  }
  const retryBlock = {
    ...(retry.limit !== DEFAULTS.retry.limit && { limit: retry.limit }),
    ...(Object.keys(backoff).length > 0 && { backoff }),
  }
  return {
    ...(automated && { automated: withoutDefaults(automated, { prune: false, selfHeal: false, allowEmpty: false }) }),
    ...(syncOptions.length > 0 && { syncOptions }),
    ...(Object.keys(retryBlock).length > 0 && { retry: retryBlock }),
  }
}

/** The text of the annotation; empty where all limits are the default. */
export const toTimeouts = (timeouts: SyncPolicy['timeouts']): string =>
  TIMEOUTS.filter(({ field }) => timeouts[field] !== DEFAULTS.timeouts[field])
    .map(({ name, field }) => `${name}=${formatDuration(timeouts[field])}`)
    .join(',')

/** The limits that the annotation says, null when it cannot be read or a limit is out of range. */
export function fromTimeouts(text: string): SyncPolicy['timeouts'] | null {
  const given: Partial<SyncPolicy['timeouts']> = {}
  for (const part of text.split(',')) {
    const [name = '', value = '', ...rest] = part.trim().split('=')
    const field = TIMEOUTS.find((known) => known.name === name)?.field
    const parsed = parseDuration(value)
    if (field === undefined || field in given || rest.length > 0 || parsed === null) return null
    given[field] = parsed
  }
  return timeoutsSchema.safeParse(given).data ?? null
}

export type PolicyIssue = { path: (string | number)[]; code: FieldCode }

/** The policy that block and annotation say, or where they cannot be read; paths count from the Application. */
export function fromPolicyBlock(
  block: z.output<typeof applicationPolicySchema>,
  timeouts: string | undefined,
): { policy: SyncPolicy } | { issue: PolicyIssue } {
  const options = fromSyncOptions(block.syncOptions)
  if ('badIndex' in options)
    return { issue: { path: ['spec', 'syncPolicy', 'syncOptions', options.badIndex], code: 'not_a_choice' } }
  const limits = timeouts === undefined ? DEFAULTS.timeouts : fromTimeouts(timeouts)
  if (limits === null) return { issue: { path: ['metadata', 'annotations', TIMEOUTS_ANNOTATION], code: 'invalid' } }
  const { enabled = false, ...automated } = block.automated ?? {}
  const { limit, backoff } = block.retry
  return {
    policy: syncPolicySchema.parse({
      automated: enabled ? automated : null,
      ...options.policy,
      retry: { limit, backoffSeconds: backoff.duration, factor: backoff.factor, maxSeconds: backoff.maxDuration },
      timeouts: limits,
    }),
  }
}
