/** Reasons as the engine stored them → what the console shows. Pure; whatever cannot be read becomes `unexpected`, never a crash. */
import { z } from 'zod'
import type { ErrorParams } from '#lib/core/errors.ts'
import { toReason } from '#lib/core/reasons.ts'
import type { DeploymentDetail, FieldDifference, HealthCause, Why } from './types.ts'

const paramsSchema = z.record(z.string(), z.union([z.string(), z.number()])).catch({})
const whySchema = z.object({ reason: z.string(), params: z.unknown(), detail: z.string().catch('') })
const conditionSchema = whySchema.extend({ stage: z.string(), at: z.string() })

export const toParams = (stored: unknown): ErrorParams => paramsSchema.parse(stored)

/** Null where no reason was stored. */
export const toWhy = (reason: string, params: unknown, detail: string): Why | null =>
  reason === '' ? null : { reason: toReason(reason), params: toParams(params), detail }

/** `DeploymentStatus.condition`. */
export function toCondition(stored: unknown): DeploymentDetail['condition'] {
  const result = conditionSchema.safeParse(stored)
  if (!result.success) return null
  const { reason, params, detail, stage, at } = result.data
  return { reason: toReason(reason), params: toParams(params), detail, stage, at }
}

/** `DeploymentStatus.warnings`. */
export function toWarnings(stored: unknown): Why[] {
  const result = z.array(whySchema).safeParse(stored)
  if (!result.success) return []
  return result.data.map(({ reason, params, detail }) => ({
    reason: toReason(reason),
    params: toParams(params),
    detail,
  }))
}

const causeSchema = z.object({
  key: z.string(),
  reason: z.string(),
  params: z.unknown(),
  message: z.string().catch(''),
})

/** `DeploymentStatus.healthCauses`; a key is group/kind/namespace/name. */
export function toCauses(stored: unknown): HealthCause[] {
  const result = z.array(causeSchema).safeParse(stored)
  if (!result.success) return []
  return result.data.map(({ key, reason, params, message }) => {
    const [, kind = '', , name = ''] = key.split('/')
    return { key, kind, name, why: toWhy(reason, params, message) }
  })
}

const MAX_DIFFERENCES = 100
const differenceSchema = z.object({
  path: z.string(),
  live: z.unknown().optional(),
  desired: z.unknown().optional(),
  owner: z.string().catch(''),
})

/** "/spec/ports/0/nodePort" as people write it: "spec.ports[0].nodePort". */
export function readablePath(pointer: string): string {
  const steps = pointer.split('/').slice(1)
  const text = steps.map((step) => step.replaceAll('~1', '/').replaceAll('~0', '~'))
  return text
    .map((step) => (/^\d+$/.test(step) ? `[${step}]` : `.${step}`))
    .join('')
    .replace(/^\./, '')
}

const jsonText = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** `InventoryItem.differences`: masked by the engine before they were stored. */
export function toDifferences(stored: unknown): FieldDifference[] {
  const result = z.array(differenceSchema).safeParse(stored)
  if (!result.success) return []
  return result.data.slice(0, MAX_DIFFERENCES).map(({ path, live, desired, owner }) => ({
    pointer: path,
    path: readablePath(path),
    live: jsonText(live),
    desired: jsonText(desired),
    owner,
  }))
}
