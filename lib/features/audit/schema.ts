/** Inputs of the audit pages and of the export. */
import { z } from 'zod'
import { nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { isTimeZone } from './days.ts'

/** `<target>.<verb>` as the code writes it. */
const actionSchema = z
  .string()
  .max(64, { error: 'too_long' })
  .regex(/^[a-z-]+\.[a-z-]+$/, { error: 'invalid' })

/** A day of the calendar where the person is: the first and the last that are shown. */
const daySchema = z.iso.date()

/** How far back, where no days are given. */
export const AUDIT_RANGES = ['day', 'week', 'month', 'all'] as const

const filter = {
  search: pageRequestSchema.shape.search,
  action: actionSchema.optional(),
  range: z.enum(AUDIT_RANGES).default('all'),
  from: daySchema.optional(),
  to: daySchema.optional(),
  zone: z.string().max(64, { error: 'too_long' }).refine(isTimeZone, { error: 'invalid' }).default('UTC'),
}

const ofPage = {
  ...pageRequestSchema.shape,
  ...filter,
  direction: z.enum(['asc', 'desc']).default('desc'),
  sort: z.enum(['at']).default('at'),
}

export const listAuditSchema = z.strictObject({ ...ofPage, workspace: nameSchema.optional() })
export const listWorkspaceAuditSchema = workspaceScopeSchema.extend(ofPage)

export const EXPORT_FORMATS = ['csv', 'jsonl'] as const
const ofExport = { ...filter, format: z.enum(EXPORT_FORMATS) }
export const exportAuditSchema = z.strictObject({ ...ofExport, workspace: nameSchema.optional() })
export const exportWorkspaceAuditSchema = workspaceScopeSchema.extend(ofExport)

export const auditFacetsSchema = z.strictObject({})

export const retentionSchema = z.strictObject({
  auditDays: z.number().int().min(1, { error: 'number_min' }).max(3650, { error: 'number_max' }),
  keptRuns: z.number().int().min(10, { error: 'number_min' }).max(1000, { error: 'number_max' }),
  version: z.number().int().min(0),
})
