import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema, newNameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'

export const workspaceScopeSchema = z.strictObject({ workspace: nameSchema })
export const listWorkspacesSchema = z.strictObject({})

export const createWorkspaceSchema = z.strictObject({
  name: newNameSchema,
  alias: aliasSchema,
  description: descriptionSchema,
})

/** Clusters that the workspace may use, by name. */
const clusterNames = z.array(nameSchema).max(500, { error: 'too_long' })

export const openWorkspaceSchema = createWorkspaceSchema.extend({
  /** Username of its first administrator. */
  manager: z.string().trim().min(1, { error: 'required' }).max(63, { error: 'too_long' }),
  clusters: clusterNames.default([]),
})

export const editWorkspaceSchema = z.strictObject({
  name: nameSchema,
  version: z.number().int(),
  alias: aliasSchema,
  description: descriptionSchema,
  clusters: clusterNames,
})

export const deleteWorkspaceSchema = z.strictObject({ name: nameSchema, confirmation: z.string().max(63) })

export const listAllWorkspacesSchema = z.strictObject({
  ...pageRequestSchema.shape,
  sort: z.enum(['name', 'createdAt']).default('createdAt'),
  direction: z.enum(['asc', 'desc']).default('desc'),
})

export const workspaceChoicesSchema = z.strictObject({ search: z.string().trim().max(100).default('') })

export const editWorkspaceInfoSchema = workspaceScopeSchema.extend({
  alias: aliasSchema,
  description: descriptionSchema,
  version: z.number().int(),
})
