import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'
import { pageRequestSchema } from '#lib/core/page.ts'

export const workspaceScopeSchema = z.strictObject({ workspace: nameSchema })
export const listWorkspacesSchema = z.strictObject({})

/** First path segments of the console that a workspace may not be called. */
const RESERVED_NAMES = ['api', 'login', 'logout', 'w', 'admin', 'platform', 'settings', 'system']

export const createWorkspaceSchema = z.strictObject({
  name: nameSchema.refine((name) => !RESERVED_NAMES.includes(name), { error: 'name_taken' }),
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
