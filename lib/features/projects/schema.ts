import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema, newNameSchema } from '#lib/core/names.ts'
import { projectScopeSchema } from '#lib/features/services/schema.ts'
import { workspaceScopeSchema } from '#lib/features/workspaces/schema.ts'
import { isReservedNamespace } from './reserved.ts'

export { projectScopeSchema }

const positive = (text: string): boolean => Number.parseFloat(text) > 0

/** Limits of a project; null is no limit. Quantities as Kubernetes writes them. */
export const quotaSchema = z.strictObject({
  /** Cores ("2", "0.5") or thousandths ("500m"). */
  cpu: z
    .string()
    .trim()
    .regex(/^(\d{1,5}(\.\d{1,3})?|\d{1,8}m)$/, { error: 'quantity_cpu' })
    .refine(positive, { error: 'quantity_cpu' })
    .nullable(),
  memory: z
    .string()
    .trim()
    .regex(/^\d{1,6}(\.\d{1,2})?(Mi|Gi|Ti)$/, { error: 'quantity_memory' })
    .refine(positive, { error: 'quantity_memory' })
    .nullable(),
  pods: z.number().int().min(1).max(100_000).nullable(),
})

export const createProjectSchema = workspaceScopeSchema.extend({
  name: newNameSchema.refine((name) => !isReservedNamespace(name), { error: 'name_reserved' }),
  alias: aliasSchema,
  description: descriptionSchema,
  cluster: nameSchema,
  quota: quotaSchema.nullable().default(null),
})

export const listNamespacesSchema = workspaceScopeSchema.extend({ cluster: nameSchema })

export const adoptNamespaceSchema = workspaceScopeSchema.extend({
  cluster: nameSchema,
  name: nameSchema.refine((name) => !isReservedNamespace(name), { error: 'name_reserved' }),
  alias: aliasSchema,
  description: descriptionSchema,
})

export const editProjectSchema = projectScopeSchema.extend({
  alias: aliasSchema,
  description: descriptionSchema,
  version: z.number().int(),
})

export const setQuotaSchema = projectScopeSchema.extend({ quota: quotaSchema, resourceVersion: z.string().max(64) })

export const NAMESPACE_FATES = ['release', 'delete'] as const

export const deleteProjectSchema = projectScopeSchema.extend({
  confirmation: z.string().max(63),
  /** What becomes of the namespace: kept without our labels, or deleted with everything in it. Said aloud, never by default. */
  namespace: z.enum(NAMESPACE_FATES),
})
