import { z } from 'zod'
import { aliasSchema, descriptionSchema, nameSchema } from '#lib/core/names.ts'

export const workspaceScopeSchema = z.strictObject({ workspace: nameSchema })
export const listWorkspacesSchema = z.strictObject({})

/** First path segments of the console that a workspace may not be called. */
const RESERVED_NAMES = ['api', 'login', 'logout', 'w', 'admin', 'platform', 'settings', 'system']

export const createWorkspaceSchema = z.strictObject({
  name: nameSchema.refine((name) => !RESERVED_NAMES.includes(name), { error: 'name_taken' }),
  alias: aliasSchema,
  description: descriptionSchema,
})
